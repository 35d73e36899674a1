/** The checker of views held against every lifetime that a member's znode may have had, on small histories. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { views } from '../../workloads/membership/checker.ts';
import { verdictOn } from '../kit/judge.ts';
import { history, type Op } from '../kit/notation.ts';

/** Between two events: three of them are more than a session lingers, two are less. */
const STEP_MS = 8_000;
const LINGER_STEPS = 20_000 / STEP_MS;
const EVENTS = 12;

interface Interval {
  readonly call: number;
  readonly answer: number;
}

/** What became of the exit; `stays`: it looks on instead, and never leaves. */
type Exit = 'out' | 'gone' | 'expired' | 'unsure' | 'stays';

/** A member that joins with a number of its own; `fail` and `info`: the reply does not name the number. */
interface Member {
  readonly number: number;
  readonly join: Interval;
  readonly entry: 'ok' | 'fail' | 'info';
  readonly last: Interval;
  readonly exit: Exit;
}

interface View extends Interval {
  readonly shown: readonly number[];
}

interface Group {
  readonly members: readonly Member[];
  readonly views: readonly View[];
}

const sorted = (times: readonly number[]): readonly number[] => times.toSorted((a, b) => a - b);

const group: fc.Arbitrary<Group> = fc
  .tuple(
    fc.shuffledSubarray([...Array(EVENTS).keys()], { minLength: EVENTS }),
    fc.array(
      fc.record({
        entry: fc.constantFrom<Member['entry'][]>('ok', 'ok', 'ok', 'ok', 'fail', 'info'),
        exit: fc.constantFrom<Exit[]>('out', 'out', 'out', 'expired', 'unsure', 'stays', 'gone'),
      }),
      { minLength: 2, maxLength: 2 },
    ),
    fc.array(fc.subarray([1, 2]), { minLength: 2, maxLength: 2 }),
  )
  .map(([times, ends, shown]) => {
    const members = ends.map((end, who) => {
      const [call = 0, answer = 0, later = 0, answered = 0] = sorted(
        times.slice(4 * who, 4 * who + 4),
      );
      return {
        ...end,
        number: who + 1,
        join: { call, answer },
        last: { call: later, answer: answered },
      };
    });
    const looks = shown.map((numbers, at) => {
      const [call = 0, answer = 0] = sorted(times.slice(8 + 2 * at, 10 + 2 * at));
      return { call, answer, shown: numbers };
    });
    const own = members.filter(({ entry, exit }) => entry === 'ok' && exit === 'stays');
    return {
      members,
      views: [...looks, ...own.map(({ number, last }) => ({ ...last, shown: [number] }))],
    };
  });

/** Time 0 is the start of the run. */
function timesOf({ call, answer }: Interval): Pick<Op, 'at'> {
  return { at: [(call + 1) * STEP_MS, (answer + 1) * STEP_MS] };
}

function opsOf({ number, join, entry, last, exit }: Member): readonly Op[] {
  const common = { process: number, key: 0 };
  const output = { sequence: number, czxid: `0x${number}`, wakeUps: 0 };
  const enter = { ...common, f: 'join', type: entry, output, ...timesOf(join) };
  if (entry !== 'ok' || exit === 'stays') return [enter];
  const part = { ...common, f: 'part', ...timesOf(last) };
  return [enter, { ...part, ...ANSWERS[exit] }];
}

const ANSWERS: Readonly<Record<Exclude<Exit, 'stays'>, Partial<Op>>> = {
  out: {},
  unsure: { type: 'info' },
  gone: { type: 'fail', error: { name: 'NONODE' } },
  expired: { type: 'fail', error: { name: 'SESSIONEXPIRED' } },
};

/** Returns the operation that reads a view; a member that stays reads it itself. */
function viewOf({ shown, ...interval }: View, at: number, { members }: Group): Op {
  const stayer = members.find(({ last }) => last.call === interval.call);
  const process = stayer?.number ?? 10 + at;
  return { process, key: 0, f: 'view', output: shown, ...timesOf(interval) };
}

/** Three moments between any two events, so that what happens there may happen in any order. */
const MOMENTS = [...Array(EVENTS + 4).keys()].flatMap(at => [at + 0.25, at + 0.5, at + 0.75]);

function momentsIn({ call, answer }: Interval): readonly number[] {
  return MOMENTS.filter(moment => call < moment && moment < answer);
}

/** From the moment when a znode came to the one when it went. */
type Life = readonly [from: number, to: number];

/** Returns all lifetimes that a member's znode may have had, by the replies that the member received. */
function livesOf({ join, entry, last, exit }: Member): readonly Life[] {
  const forGood = { call: join.call, answer: Infinity };
  if (entry !== 'ok') return livesWithin(entry === 'fail' ? join : forGood);
  return livesWithin(forGood).filter(([from, to]) => from < join.answer && mayEnd(exit, to, last));
}

function livesWithin(interval: Interval): readonly Life[] {
  const moments = momentsIn(interval);
  return moments.flatMap(from => moments.filter(to => from < to).map((to): Life => [from, to]));
}

function mayEnd(exit: Exit, to: number, { call, answer }: Interval): boolean {
  switch (exit) {
    case 'out':
      return call < to && to < answer;
    case 'gone':
      return false;
    case 'stays':
      return call < to;
    case 'expired':
    case 'unsure':
      return to <= call + LINGER_STEPS;
  }
}

/** Whether each view can have shown, and not shown, each number at some moment of some lifetime. */
function isPossible({ members, views }: Group): boolean {
  const joined = members.filter(({ entry }) => entry === 'ok');
  const doubts = members.filter(({ entry }) => entry !== 'ok').flatMap(livesOf);
  return (
    joined.every(member => livesOf(member).length > 0) &&
    views.every(view =>
      members.every(({ number }) => {
        const member = joined.find(other => other.number === number);
        const isShown = view.shown.includes(number);
        if (member === undefined) return !isShown || someMoment(view, doubts, true);
        return someMoment(view, livesOf(member), isShown);
      }),
    )
  );
}

function someMoment(view: View, lives: readonly Life[], alive: boolean): boolean {
  const moments = momentsIn(view);
  return lives.some(([from, to]) =>
    moments.some(moment => (from < moment && moment < to) === alive),
  );
}

test('the checker agrees with all lifetimes', () => {
  const seen: string[] = [];
  fc.assert(
    fc.property(group, given => {
      const looks = given.views.map((view, at) => viewOf(view, at, given));
      const verdict = verdictOn(views, history(given.members.flatMap(opsOf), looks));
      expect(verdict.valid !== false).toBe(isPossible(given));
      seen.push(verdict.valid === false ? verdict.anomalies[0].type : String(verdict.valid));
    }),
    { numRuns: 200 },
  );
  const all = ['true', 'unknown', 'stale-read', 'lost-ephemeral', 'ghost-ephemeral', 'phantom'];
  expect(new Set(seen)).toEqual(new Set(all));
});
