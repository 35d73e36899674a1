/** Which nodes are certainly down or cut off, after each event of the nemeses. A fault is certain once it is
 * reported, until the call of anything that may undo it. */
import type { Affected, ProcessState } from '../../src/contract.ts';
import type { Event } from '../../src/history/event.ts';
import type { History } from '../../src/history/history.ts';
import {
  isHeal,
  isStrike,
  isVerified,
  type NemesisOperation,
  nemesisOperations,
  reportIn,
} from '../../src/history/nemesis-operations.ts';

/** What is certain from a time on. */
export interface Standing {
  readonly timeNs: number;
  /** The call or the completion that made it so. */
  readonly since: Event;
  /** Dead or paused. */
  readonly down: ReadonlySet<string>;
  /** For each node, the nodes whose packets it drops on all ports or those of the quorum. */
  readonly deaf: ReadonlyMap<string, ReadonlySet<string>>;
}

type Certain = Pick<Standing, 'down' | 'deaf'>;

const NOTHING: Certain = { down: new Set(), deaf: new Map() };

/** In order of time. */
export function standingsOf({ nemesis }: History): readonly Standing[] {
  const moments = nemesisOperations(nemesis).flatMap(momentsOf);
  let certain = NOTHING;
  return moments
    .toSorted((a, b) => a.since.index - b.since.index)
    .map(({ timeNs, since, after }) => {
      certain = after(certain);
      return { timeNs, since, ...certain };
    });
}

interface Moment extends Pick<Standing, 'timeNs' | 'since'> {
  after(before: Certain): Certain;
}

function momentsOf(operation: NemesisOperation): readonly Moment[] {
  const { call, event, callNs, returnNs } = operation;
  const called = { timeNs: callNs, since: call, after: whenCalled(operation) };
  if (event.type === 'invoke') return [called];
  return [called, { timeNs: returnNs, since: event, after: whenReported(operation) }];
}

/** An operation that declares nothing, or that may change who votes, leaves nothing certain. */
function whenCalled(operation: NemesisOperation): Moment['after'] {
  const affects = affectsOf(operation);
  if (affects.has('membership')) return () => NOTHING;
  return ({ down, deaf }) => ({
    down: affects.has('servers') ? withoutThose(down, revivedBy(operation)) : down,
    deaf: affects.has('network') ? NOTHING.deaf : deaf,
  });
}

function whenReported(operation: NemesisOperation): Moment['after'] {
  const affects = affectsOf(operation);
  if (affects.has('membership')) return () => NOTHING;
  const struck = affects.has('servers') && isStrike(operation) ? downIn(statesIn(operation)) : [];
  const cut = affects.has('network') && isStrike(operation) ? grudgeIn(operation) : undefined;
  return ({ down, deaf }) => ({ down: new Set([...down, ...struck]), deaf: cut ?? deaf });
}

function affectsOf({ declared }: NemesisOperation): ReadonlySet<Affected> {
  return new Set(declared?.affects ?? ['membership']);
}

/** The nodes that may run again from the call of an operation on. A strike may start those that it struck before
 *  it leaves them dead, as a crash loop does; its report makes them certain again. */
function revivedBy(operation: NemesisOperation): readonly string[] | 'all' {
  const states = statesIn(operation);
  const { on } = operation;
  if (isHeal(operation)) return on === 'all' ? on : (on.nodes ?? 'all');
  return states === undefined ? 'all' : Object.keys(states);
}

function withoutThose(
  down: ReadonlySet<string>,
  nodes: readonly string[] | 'all',
): ReadonlySet<string> {
  return new Set(nodes === 'all' ? [] : [...down].filter(node => !nodes.includes(node)));
}

type States = Readonly<Record<string, ProcessState>>;

const STATES: readonly unknown[] = ['running', 'paused', 'dead'] satisfies ProcessState[];

/** The report of a fault of servers: {seen: {node: state}}. Undefined for one of another shape. */
function statesIn({ event }: NemesisOperation): States | undefined {
  const { seen } = reportIn(event);
  if (typeof seen !== 'object' || seen === null) return undefined;
  const isReadable = Object.values(seen).every(state => STATES.includes(state));
  return isReadable ? (seen as States) : undefined;
}

function downIn(states: States = {}): readonly string[] {
  return Object.keys(states).filter(node => states[node] !== 'running');
}

/** The report of a cut that was seen to hold: {verified, did: {ports, grudge}}. */
function grudgeIn(operation: NemesisOperation): Standing['deaf'] {
  const { did } = reportIn(operation.event) as {
    readonly did?: {
      readonly ports?: string;
      readonly grudge?: Readonly<Record<string, readonly string[]>>;
    };
  };
  if (!isVerified(operation) || did?.ports === 'client') return NOTHING.deaf;
  return new Map(Object.entries(did?.grudge ?? {}).map(([node, peers]) => [node, new Set(peers)]));
}
