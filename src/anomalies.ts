/** The table of anomalies: every type that a checker of ours may report, printed into docs/reference.md. */
import { ofRecipes } from './anomalies/recipes.ts';
import { ofSessions } from './anomalies/sessions.ts';
import { ofStates } from './anomalies/states.ts';
import { ofTransactions } from './anomalies/transactions.ts';
import type { Anomaly } from './contract.ts';

export const SOURCES = {
  Adya: 'Adya, Weak Consistency, MIT 1999',
  Bailis: 'Bailis et al., Scalable Atomic Visibility with RAMP Transactions, SIGMOD 2014',
  Elle: 'Kingsbury and Alvaro, Elle, VLDB 2020 (https://arxiv.org/abs/2003.10554)',
  Fencing:
    'Kleppmann, How to do distributed locking, 2016 (https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html)',
  Guarantees:
    "ZooKeeper Programmer's Guide, Consistency Guarantees (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#ch_zkGuarantees)",
  Guide:
    "ZooKeeper Programmer's Guide (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html)",
  Henzinger: 'Henzinger, Sezgin and Vafeiadis, Aspect-Oriented Linearizability Proofs, CONCUR 2013',
  Herlihy: 'Herlihy and Wing, Linearizability, TOPLAS 1990',
  Hunt: 'Hunt et al., ZooKeeper: Wait-free Coordination for Internet-scale Systems, USENIX ATC 2010',
  Jepsen: "Jepsen's checkers (https://github.com/jepsen-io/jepsen)",
  Lamport: "Lamport, A New Solution of Dijkstra's Concurrent Programming Problem, CACM 1974",
  Limits:
    "ZooKeeper Administrator's Guide, jute.maxbuffer (https://zookeeper.apache.org/doc/current/zookeeperAdmin.html)",
  Recipes:
    'ZooKeeper Recipes and Solutions (https://zookeeper.apache.org/doc/current/recipes.html)',
  Terry: 'Terry et al., Session Guarantees for Weakly Consistent Replicated Data, PDIS 1994',
  Watches:
    "ZooKeeper Programmer's Guide, Watches (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#ch_zkWatches)",
} as const;

interface AnomalyRow {
  /** What the operations of such an anomaly show. */
  readonly definition: string;
  /** What the field calls the anomaly, or the promise that it breaks. */
  readonly term: string;
  readonly source: keyof typeof SOURCES;
  /** How a sentence about such an anomaly begins. Default: the type, in words. */
  readonly title?: string;
}

export type AnomalyType =
  | keyof typeof ofStates
  | keyof typeof ofSessions
  | keyof typeof ofRecipes
  | keyof typeof ofTransactions;

/** An anomaly of a type in the table. Checkers from outside may report types of their own. */
export interface KnownAnomaly extends Anomaly {
  readonly type: AnomalyType;
}

export const ANOMALIES: Readonly<Record<AnomalyType, AnomalyRow>> = {
  ...ofStates,
  ...ofSessions,
  ...ofRecipes,
  ...ofTransactions,
};

/** Returns the anomaly in one plain sentence: `Stale read: n1 returned version 20 (=2) at 0.495 s, but ...`. All
 *  reports use it. */
export function sentenceOf({ type, title, seen }: Anomaly): string {
  const end = /[.!?]$/.test(seen) ? '' : '.';
  return `${title ?? openingOf(type)}: ${seen}${end}`;
}

/** Returns how a sentence about anomalies of a type begins. */
function openingOf(type: string): string {
  const row = isAnomalyType(type) ? ANOMALIES[type] : undefined;
  if (row?.title !== undefined) return row.title;
  const words = type.replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

export function isAnomalyType(type: string): type is AnomalyType {
  return Object.hasOwn(ANOMALIES, type);
}

/** Reads a type that comes as text. @throws TypeError if the table does not contain the type. */
export function anomalyTypeOf(type: string): AnomalyType {
  if (isAnomalyType(type)) return type;
  throw new TypeError(
    `expected a type of the table in src/anomalies.ts, found ${JSON.stringify(type)}; add a row`,
  );
}
