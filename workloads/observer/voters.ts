/** Which nodes are away, as a nemesis reports it in the history. */
import type { Event } from '../../src/history/event.ts';

/** What is certain after an event. */
export interface Standing {
  /** Dead or paused. */
  readonly away: ReadonlySet<string>;
  readonly dead: ReadonlySet<string>;
  /** For each node, the nodes whose packets it drops on all ports or those of the quorum. */
  readonly deaf: ReadonlyMap<string, ReadonlySet<string>>;
}

const NOBODY: ReadonlySet<string> = new Set();
export const everybody: Standing = { away: NOBODY, dead: NOBODY, deaf: new Map() };

/** A strike counts once it is reported, a healing from its call on. A start may be that of a node that
 *  was paused and then killed, so nobody is away for certain after it. */
export function standingAfter(before: Standing, { f, type, value }: Event): Standing {
  const isCall = type === 'invoke';
  switch (f) {
    case 'kill':
    case 'pause':
      return isCall ? before : struck(before, value);
    case 'start':
      return isCall ? { ...before, away: NOBODY, dead: NOBODY } : before;
    case 'resume':
      return isCall ? { ...before, away: before.dead } : before;
    case 'start-partition':
    case 'stop-partition':
    case 'part-voters':
    case 'join-voters':
      return { ...before, deaf: isCall ? new Map() : grudgeIn(value) };
    case 'bump-clock':
    case 'drift-clock':
    case 'strobe-clock':
    case 'reset-clock':
      return before;
    default:
      return everybody;
  }
}

/** The report of a strike: {seen: {node: state}}. */
function struck(before: Standing, value: unknown): Standing {
  const { seen } = (value ?? {}) as { readonly seen?: Readonly<Record<string, unknown>> };
  const states = Object.entries(typeof seen === 'object' ? seen : {});
  const inState = (...wanted: readonly string[]): readonly string[] =>
    states.filter(([, state]) => wanted.includes(String(state))).map(([node]) => node);
  return {
    ...before,
    away: new Set([...before.away, ...inState('dead', 'paused')]),
    dead: new Set([...before.dead, ...inState('dead')]),
  };
}

/** The report of a cut that was seen to hold: {verified, did: {ports, grudge}}. */
function grudgeIn(value: unknown): Standing['deaf'] {
  const { verified, did } = (value ?? {}) as {
    readonly verified?: boolean;
    readonly did?: {
      readonly ports?: string;
      readonly grudge?: Readonly<Record<string, string[]>>;
    };
  };
  if (verified !== true || did?.ports === 'client') return new Map();
  return new Map(Object.entries(did?.grudge ?? {}).map(([node, peers]) => [node, new Set(peers)]));
}
