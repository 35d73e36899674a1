/** The checker of configurations held against every order that there is, on small histories of one
 *  publisher and two followers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { following } from '../../workloads/config/checker.ts';
import type { ConfigVersion, Followed } from '../../workloads/config/client.ts';
import { verdictOn } from '../kit/judge.ts';
import { history, type Op } from '../kit/notation.ts';
import { type Step, someOrder } from './every-order.ts';

interface Publication extends Step {
  readonly seen: ConfigVersion;
  readonly done: boolean;
}

interface View extends Step, Followed {
  readonly session: number;
  readonly strong: boolean;
}

const EMPTY: ConfigVersion = [0, null];
const SEEN: readonly ConfigVersion[] = [EMPTY, [1, 5], [2, 6]];
const anything = fc.constantFrom<ConfigVersion[]>(...SEEN, [1, 6]);
const steady = fc.constantFrom(...SEEN).map(read => [read, read] as const);
const seen = fc.oneof({ weight: 3, arbitrary: steady }, fc.tuple(anything, anything));
const version = fc.constantFrom(0, 0, 0, 0, 1);
const followed = fc
  .tuple(seen, fc.constantFrom(true, true, true, false), fc.constantFrom(true, false, false))
  .map(([[from, to], told, strong]) => ({ from, to, told, strong }));

/** Publications follow one another, and so do a session's views. */
const given = fc
  .tuple(
    fc.shuffledSubarray([...Array(10).keys()], { minLength: 10 }),
    fc.tuple(version, version, fc.constantFrom(true, true, true, false)),
    fc.tuple(followed, followed, followed),
  )
  .map(([times, [one, other, done], [first, second, third]]) => {
    const [a, b] = pairs(times.slice(0, 4));
    const [c, d] = pairs(times.slice(4, 8));
    const [e] = pairs(times.slice(8));
    const published: readonly Publication[] = [
      { ...stepOf(a), seen: [1 + one, 5], done: true },
      { ...stepOf(b), seen: [2 - other, 6], done },
    ];
    const views: readonly View[] = [
      { ...stepOf(c), ...first, session: 1 },
      { ...stepOf(d), ...second, session: 1 },
      { ...stepOf(e), ...third, session: 2 },
    ];
    return { published, views };
  });

function pairs(times: readonly number[]): readonly (readonly number[])[] {
  const sorted = times.toSorted((a, b) => a - b);
  return [sorted.slice(0, 2), sorted.slice(2)];
}

function stepOf([call = 0, returned = 0]: readonly number[] = []): Step {
  return { call, returned };
}

function publishing({ call, returned, seen, done }: Publication): Op {
  return {
    process: 0,
    key: 0,
    f: 'publish',
    value: seen[1],
    output: seen,
    type: done ? 'ok' : 'fail',
    at: [call, returned],
  };
}

function looking({ call, returned, session, strong, ...output }: View): Op {
  const value = strong ? 'last' : null;
  return { process: session, key: 0, f: 'follow', value, output, at: [call, returned] };
}

interface Config {
  readonly states: readonly ConfigVersion[];
  /** The version that each session saw last. */
  readonly reached: ReadonlyMap<number, number>;
}

/** A strong view reads no version before the one that was the last to be acknowledged. */
function after({ states, reached }: Config, step: Publication | View): Config | undefined {
  const latest = states.at(-1) ?? EMPTY;
  if ('seen' in step)
    return step.seen[0] > latest[0] ? { states: [...states, step.seen], reached } : undefined;
  const { from, to, told, session } = step;
  const known = [from, to].every(read => states.some(state => `${state}` === `${read}`));
  const forward = (reached.get(session) ?? 0) <= from[0] && from[0] <= to[0];
  if (!known || !forward || (from[0] !== to[0] && !told)) return undefined;
  return { states, reached: new Map([...reached, [session, to[0]]]) };
}

function missesNone(published: readonly Publication[], { strong, call, from }: View): boolean {
  const before = published.filter(({ returned }) => returned < call);
  return !strong || before.every(({ seen }) => seen[0] <= from[0]);
}

test('the checker says what all orders say', () => {
  const types: string[] = [];
  fc.assert(
    fc.property(given, ({ published, views }) => {
      const ops = [...published.map(publishing), ...views.map(looking)];
      const verdict = verdictOn(following, history(ops));
      const done = published.filter(publication => publication.done);
      const start: Config = { states: [EMPTY], reached: new Map() };
      const theirs =
        views.every(view => missesNone(done, view)) &&
        someOrder<Publication | View, Config>([...done, ...views], start, after);
      expect(verdict.valid !== false).toBe(theirs);
      types.push(...(verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : ['']));
    }),
    { numRuns: 200 },
  );
  const all = [
    '',
    'real-time-order',
    'phantom',
    'conflicting-version',
    'monotonic-reads',
    'late-event',
    'stale-read',
  ];
  expect(new Set(types)).toEqual(new Set(all));
});
