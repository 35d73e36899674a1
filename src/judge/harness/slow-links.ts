/** How fast a node cannot have acknowledged a write, if its links were as slow as the nemesis reported. */
import type { History } from '../../history/history.ts';
import {
  isVerified,
  type NemesisOperation,
  nemesisOperations,
  reportIn,
} from '../../history/nemesis-operations.ts';
import { fieldsOf, healCallNs } from './reports.ts';

export interface SlowLink {
  readonly node: string;
  /** From the end of the strike to the call that ended it. */
  readonly fromNs: number;
  readonly toNs: number;
  /** Every packet of another server arrives at least this much late. */
  readonly leastNs: number;
}

/** A clock that measures is not exact: the share of a delay that must show, as in the nemesis. */
const SHARE = 0.8;
const MS = 1e6;

/** Returns when the links to which nodes were slow. A follower learns from its leader that a write is committed, and a
 *  leader from its followers that they have logged it: no write is acknowledged faster than one packet arrives. */
export function slowLinksOf(history: History, voters: number): readonly SlowLink[] {
  if (voters < 2) return [];
  const operations = nemesisOperations(history.nemesis);
  return operations.filter(isVerified).flatMap(strike => slowedBy(strike, operations));
}

function slowedBy(
  strike: NemesisOperation,
  operations: readonly NemesisOperation[],
): readonly SlowLink[] {
  const { to, ports, disturbance } = fieldsOf(reportIn(strike.event).did);
  const { kind, leastMs } = fieldsOf(disturbance);
  if (kind !== 'slow' || typeof leastMs !== 'number' || ports === 'election') return [];
  const span = { fromNs: strike.returnNs, toNs: healCallNs(strike, operations) };
  const nodes = Array.isArray(to) ? to.map(String) : [];
  return nodes.map(node => ({ node, ...span, leastNs: SHARE * leastMs * MS }));
}
