import { describe, expect, test } from 'vitest';
import { stepsNear, withSteps } from '../../../src/cli/schedule/fewer-steps.ts';
import { shrinkSchedule, type Tries } from '../../../src/cli/shrink/search.ts';
import type { TestPlan } from '../../../src/store/records/plan.ts';
import type { ScheduleStep } from '../../../src/store/schedule.ts';
import { never } from '../../kit/never.ts';
import { simPlan } from '../../oracle/sim-plan.ts';

/** A step for each letter, ten seconds apart. */
const stepsOf = (letters: string): readonly ScheduleStep[] =>
  [...letters].map((letter, at) => ({
    ...{ at: `${10 * (at + 1)} s`, strike: 'kill', value: letter },
  }));
const lettersOf = ({ schedule }: TestPlan): string =>
  schedule?.steps.map(({ value }) => value).join('') ?? '';
const planOf = (letters: string, change: Partial<TestPlan> = {}): TestPlan =>
  withSteps(simPlan({ timeLimitMs: 300_000, ...change }), stepsOf(letters), 'smaller.yaml');

interface World {
  /** Whether the anomaly comes back in this try of the plan, by its number, from 0. */
  readonly comesBack: (letters: string, attempt: number, plan: TestPlan) => boolean;
  readonly tries?: Tries;
}

async function shrunk(plan: TestPlan, { comesBack, tries = { tries: 5, hits: 3 } }: World) {
  const runs: string[] = [];
  const stored: string[] = [];
  const counts = new Map<string, number>();
  const found = await shrinkSchedule(plan, {
    ...tries,
    stop: never,
    comesBack: async tried => {
      const letters = lettersOf(tried);
      const attempt = counts.get(letters) ?? 0;
      counts.set(letters, attempt + 1);
      runs.push(letters);
      return comesBack(letters, attempt, tried);
    },
    found: async each => void stored.push(lettersOf(each)),
  });
  return { found, runs, stored };
}

const has = (letters: string, wanted: string): boolean =>
  [...wanted].every(letter => letters.includes(letter));

describe('steps that the anomaly needs stay, all others are dropped', () => {
  test.each([
    ['one', 'f'],
    ['two beside each other', 'cd'],
    ['two far from each other', 'ah'],
    ['three', 'bdg'],
  ])('%s', async (_, needed) => {
    const comesBack = (letters: string): boolean => has(letters, needed);
    const { found } = await shrunk(planOf('abcdefgh'), { comesBack });
    expect(found && lettersOf(found.plan)).toBe(needed);
    expect(found).toMatchObject({ hits: 5, tries: 5 });
  });
});

test('an anomaly that comes back in two of three tries is followed, and counted at the end', async () => {
  const comesBack = (letters: string, attempt: number): boolean =>
    has(letters, 'cd') && attempt % 3 !== 0;
  const { found } = await shrunk(planOf('abcdefgh'), { comesBack });
  expect(found && lettersOf(found.plan)).toBe('cd');
  expect(found?.hits).toBeGreaterThanOrEqual(3);
  expect(found?.hits).toBeLessThan(5);
});

test('a schedule by which it comes back too seldom is given up for a larger one', async () => {
  const comesBack = (letters: string, attempt: number): boolean =>
    has(letters, 'cd') && (letters.length > 2 || attempt === 0);
  const { found } = await shrunk(planOf('abcd'), { comesBack });
  expect(found && lettersOf(found.plan)).toBe('bcd');
});

test('steps around the anomaly are tried before the whole schedule', async () => {
  const runs: string[] = [];
  const found = await shrinkSchedule(planOf('abcdefgh'), {
    ...{ tries: 1, hits: 1, stop: never, found: async () => {} },
    likely: [planOf('bc'), planOf('bcdefg')],
    comesBack: async tried => {
      runs.push(lettersOf(tried));
      return has(lettersOf(tried), 'de');
    },
  });
  expect(runs.slice(0, 3)).toEqual(['bc', 'bcdefg', 'bcd']);
  expect(found && lettersOf(found.plan)).toBe('de');
});

test('twice as many steps after a time are near it as before it', () => {
  const near = (letters: string, timeMs: number): readonly string[] =>
    stepsNear(stepsOf(letters), timeMs).map(part => part.map(({ value }) => value).join(''));
  expect(near('abcdefghijklmnop', 42_000)).toEqual(['cdefgh', 'abcdefghijkl']);
  expect(near('abcdefgh', 12_000)).toEqual(['abcde']);
  expect(near('abcdefgh', 500_000)).toEqual([]);
  expect(stepsNear([{ strike: 'kill' }, { heal: 'kill' }], 0)).toEqual([]);
});

test('halves are tried alone, smaller parts are only left out', async () => {
  const comesBack = (letters: string): boolean => has(letters, 'acdef');
  const { found, runs } = await shrunk(planOf('abcdef'), { comesBack });
  expect(found && lettersOf(found.plan)).toBe('acdef');
  expect([...new Set(runs)].filter(letters => letters.length < 3)).toEqual(['ef']);
});

test('what does not come back at all is not looked at further', async () => {
  const { found, runs } = await shrunk(planOf('abcd'), { comesBack: () => false });
  expect(found).toBe(undefined);
  expect(runs).toEqual(['abcd', 'abcd', 'abcd']);
});

test('each smaller schedule is stored as it is found', async () => {
  const { stored } = await shrunk(planOf('abcd'), { comesBack: letters => has(letters, 'b') });
  expect(stored).toEqual(['abcd', 'ab', 'b', 'b']);
});

test('clients are dropped once the steps are few', async () => {
  const { found } = await shrunk(planOf('ab', { nodes: 3, concurrency: 12 }), {
    comesBack: (_, __, { concurrency }) => concurrency >= 6,
  });
  expect(found?.plan.concurrency).toBe(6);
});

describe('the plan of fewer steps', () => {
  test('begins with them soon, and keeps the times between them', () => {
    const plan = withSteps(simPlan({ timeLimitMs: 300_000 }), stepsOf('abcdef').slice(3, 5), 'x');
    expect(plan.schedule?.steps.map(({ at }) => at)).toEqual(['3 s', '13 s']);
    expect(plan.timeLimitMs).toBe(33_000);
  });
  test('keeps its load where a step waits for something else than a time', () => {
    const steps = [{ when: 'serving', strike: 'kill' }];
    const { timeLimitMs, nemeses } = withSteps(simPlan({ timeLimitMs: 90_000 }), steps, 'x');
    expect({ timeLimitMs, nemeses }).toEqual({ timeLimitMs: 90_000, nemeses: ['kill'] });
  });
});
