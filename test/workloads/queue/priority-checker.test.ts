import { describe, expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Verdict } from '../../../src/contract.ts';
import type { Model } from '../../../src/model/index.ts';
import { seededRandom } from '../../../src/random.ts';
import { priorities } from '../../../workloads/queue/priority-checker.ts';
import { complete, randomStory, story } from '../../kit/queue-story.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

const check = (...lines: readonly string[]): Verdict => priorities.check(story(...lines), budget);
const anomalies = (verdict: Verdict): readonly string[] =>
  verdict.valid === false ? verdict.anomalies.map(anomaly => anomaly.type) : [];

/** 11 and 20 are there: 20 is more urgent. */
const two = ['0 put 11', '0 ok', '0 put 20', '0 ok'];

test('the most urgent first, then the other, then nothing -> valid', () => {
  const verdict = check(...two, '1 take', '1 got 20', '1 take', '1 got 11', '1 take', '1 got null');
  expect(verdict).toEqual({ valid: true, counts: { enqueued: 2, dequeued: 2, 'found empty': 1 } });
});

describe('priority', () => {
  test('the other is taken first -> priority', () => {
    const verdict = check(...two, '1 take', '1 got 11', '1 take', '1 got 20');
    expect(anomalies(verdict)).toEqual(['priority']);
    expect(verdict).toMatchObject({
      anomalies: [
        {
          seen: 'process 1 took 11 (op 4) while 20 was there, which is more urgent',
          operations: [2, 3, 4, 5, 6, 7],
        },
      ],
    });
  });
  test('the other is taken while the most urgent is being put, or being taken -> valid', () => {
    expect(anomalies(check(...two.slice(0, 3), '1 take', '0 ok', '1 got 11'))).toEqual([]);
    expect(anomalies(check(...two, '1 take', '2 take', '1 got 11', '2 got 20'))).toEqual([]);
  });
  test('one more urgent goes only after the next has come, all the time -> priority', () => {
    const chain = ['1 take', '0 put 30', '0 ok', '2 take', '2 got 20', '1 got 11'];
    expect(anomalies(check(...two, ...chain, '2 take', '2 got 30'))).toEqual(['priority']);
    const gap = ['1 take', '2 take', '0 put 30', '0 ok', '2 got 20', '1 got 11'];
    expect(anomalies(check(...two, ...gap, '2 take', '2 got 30'))).toEqual([]);
  });
  test('one that can be taken only late is in the way until then -> priority', () => {
    const late = ['0 put 32', '0 ok', '1 take', '2 take', '3 take', '3 got 32', '2 got 11'];
    expect(anomalies(check(...two, ...late, '1 got 20'))).toEqual([]);
    const blocked = ['0 put 32', '0 ok', '2 take', '3 take', '3 got 32', '1 take', '2 got 11'];
    expect(anomalies(check(...two, ...blocked, '1 got 20'))).toEqual(['priority']);
  });
  test('the most urgent may have been taken by one in doubt -> valid', () => {
    expect(anomalies(check(...two, '3 take', '3 lost 20', '1 take', '1 got 11'))).toEqual([]);
    expect(anomalies(check(...two, '3 take', '3 lost', '1 take', '1 got 11'))).toEqual([]);
  });
});

test('of equals the second is taken before the first -> order', () => {
  const equals = [
    '0 put 10',
    '0 ok',
    '0 put 20',
    '0 ok',
    '1 take',
    '1 got 20',
    '1 take',
    '1 got 10',
  ];
  expect(anomalies(check(...equals))).toEqual(['order']);
  expect(
    anomalies(check(...equals.toSpliced(5, 1, '1 got 10').toSpliced(7, 1, '1 got 20'))),
  ).toEqual([]);
});

test.each([
  { type: 'phantom', lines: ['0 put 11', '0 ok', '1 take', '1 got 9'] },
  { type: 'duplicate', lines: ['0 put 11', '0 ok', '1 take', '1 got 11', '2 take', '2 got 11'] },
  { type: 'empty', lines: ['0 put 11', '0 ok', '1 take', '1 got null'] },
])('$type is found as in a queue', ({ type, lines }) => {
  expect(anomalies(check(...lines))).toEqual([type]);
});

test('nothing was ever taken -> unknown', () => {
  expect(check(...two)).toMatchObject({ valid: 'unknown' });
});

/** The least by its last digit; of equals the first that came. */
const model: Model<readonly number[]> = {
  name: 'priorities',
  init: [],
  step: (values, op) => {
    if (op.f === 'enqueue')
      return [...values, Number(op.input)].toSorted((a, b) => (a % 10) - (b % 10));
    if (op.type === 'ok' && (values[0] ?? null) !== op.output) return undefined;
    return values.slice(1);
  },
};

describe('held against the general search on random histories', () => {
  const judged = (lines: readonly string[]): readonly [boolean, boolean] => {
    const history = story(...lines);
    const ours = priorities.check(history, budget).valid !== false;
    return [ours, linearizable(model).check(history, budget).valid !== false];
  };
  /** All of another priority, in a mixed order. */
  const distinct = (count: number): number => 10 * count + ((count * 7) % 10);
  const equals = (count: number): number => 10 * count + (count % 2);

  test('without doubts and without equals they agree', () => {
    const random = seededRandom(27);
    const verdicts = new Map<boolean, number>();
    for (let round = 0; round < 250; round++) {
      const lines = complete(randomStory(random, false, distinct));
      const [ours, theirs] = judged(lines);
      expect(ours, lines.join(', ')).toBe(theirs);
      verdicts.set(ours, (verdicts.get(ours) ?? 0) + 1);
    }
    expect(verdicts.get(true)).toBeGreaterThan(20);
    expect(verdicts.get(false)).toBeGreaterThan(20);
  });

  test('with doubts and equals, what is found wrong is wrong', () => {
    const random = seededRandom(28);
    let wrong = 0;
    for (let round = 0; round < 250; round++) {
      const lines = randomStory(random, true, equals);
      const [ours, theirs] = judged(lines);
      if (ours) continue;
      wrong += 1;
      expect(theirs, lines.join(', ')).toBe(false);
    }
    expect(wrong).toBeGreaterThan(20);
  });
});
