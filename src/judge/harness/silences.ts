/** When a node cannot have answered, if the faults were what the nemesis reported. */
import type { Event } from '../../history/event.ts';
import type { History } from '../../history/history.ts';
import {
  isVerified,
  type NemesisOperation,
  nemesisOperations,
  reportIn,
} from '../../history/nemesis-operations.ts';
import { clientFaultsOf } from './idle-clients.ts';
import { fieldsOf } from './reports.ts';

export interface Silence {
  readonly node: string;
  /** `anything`: no byte reaches a client; `writes`: no write that was sent in this time is acknowledged. */
  readonly from: 'anything' | 'writes';
  /** What was reported, as `dead`. */
  readonly why: string;
  readonly fromNs: number;
  readonly toNs: number;
}

/** Returns the silences that verified faults impose; none while a fault of clients is active that does more than let
 *  them idle, since what a frozen client receives late may have been sent early. */
export function silencesOf(history: History, voters: number): readonly Silence[] {
  const operations = nemesisOperations(history.nemesis);
  const clientFaults = clientFaultsOf(history);
  return operations
    .filter(isVerified)
    .flatMap(operation =>
      silencesBy(operation, voters).map(each => endOf(each, operation, operations)),
    )
    .filter(
      ({ fromNs, toNs }) => !clientFaults.some(each => each.fromNs < toNs && each.toNs > fromNs),
    );
}

function silencesBy({ event }: NemesisOperation, voters: number): readonly Silence[] {
  const { did, seen } = reportIn(event);
  return [...stopped(seen, event), ...cutOff(did, event, voters)];
}

/** Servers that a strike left dead or paused. */
function stopped(seen: unknown, event: Event): readonly Silence[] {
  return entriesOf(seen)
    .filter(([, state]) => state === 'dead' || state === 'paused')
    .map(([node, state]) => ({ node, from: 'anything', why: `${state}`, ...span(event) }));
}

/** Servers that a grudge cuts off from the clients, or from every majority. What a server receives is dropped: it may
 *  still send events. */
function cutOff(did: unknown, event: Event, voters: number): readonly Silence[] {
  const { grudge, ports } = fieldsOf(did);
  const drops = new Map(
    entriesOf(grudge).map(([node, peers]) => [
      node,
      new Set(Array.isArray(peers) ? peers.map(String) : []),
    ]),
  );
  if (drops.size === 0) return [];
  const names = Array.from({ length: voters }, (_, at) => `n${at + 1}`);
  const fromClients = [...drops].filter(([, peers]) => ports !== 'quorum' && peers.has('clients'));
  const apart = ports === 'client' ? [] : names.filter(node => !canCommit(node, names, drops));
  const silent = (why: string) => (node: string) =>
    ({ node, from: 'writes', why, ...span(event) }) satisfies Silence;
  return [
    ...fromClients.map(([node]) => node).map(silent('cut off from clients')),
    ...apart.map(silent('cut off from every majority')),
  ];
}

type Drops = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether `node` reaches, in both directions, a server that reaches a majority. */
function canCommit(node: string, names: readonly string[], drops: Drops): boolean {
  const reaches = (from: string): readonly string[] =>
    names.filter(to => !drops.get(from)?.has(to) && !drops.get(to)?.has(from));
  return reaches(node).some(leader => reaches(leader).length > names.length / 2);
}

const span = ({ time }: Event): Pick<Silence, 'fromNs' | 'toNs'> => ({
  fromNs: time,
  toNs: Number.POSITIVE_INFINITY,
});

/** A silence ends when anything else is done to what it was about. */
function endOf(
  silence: Silence,
  strike: NemesisOperation,
  operations: readonly NemesisOperation[],
): Silence {
  const kinds = new Set(strike.declared?.affects ?? []);
  const next = operations.find(
    ({ call, declared }) =>
      call.index > strike.call.index &&
      (declared === undefined || declared.affects.some(kind => kinds.has(kind))),
  );
  return { ...silence, toNs: next?.callNs ?? Number.POSITIVE_INFINITY };
}

function entriesOf(found: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(fieldsOf(found));
}
