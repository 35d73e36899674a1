import { describe, expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Verdict } from '../../../src/contract.ts';
import { fifoQueue } from '../../../src/model/index.ts';
import { seededRandom } from '../../../src/random.ts';
import { fifo } from '../../../workloads/queue/checker.ts';
import { complete, randomStory, story } from '../../kit/queue-story.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

const check = (...lines: readonly string[]): Verdict => fifo.check(story(...lines), budget);
const anomalies = (verdict: Verdict): readonly string[] =>
  verdict.valid === false ? verdict.anomalies.map(anomaly => anomaly.type) : [];

const two = ['0 put 1', '0 ok', '0 put 2', '0 ok'];

test('first in, first out -> valid', () => {
  const verdict = check(...two, '1 take', '1 got 1', '1 take', '1 got 2', '1 take', '1 got null');
  expect(verdict).toEqual({
    valid: true,
    counts: { enqueued: 2, dequeued: 2, 'found empty': 1 },
  });
});

describe('order', () => {
  test('the second value is taken before the first -> order', () => {
    expect(anomalies(check(...two, '1 take', '1 got 2', '1 take', '1 got 1'))).toEqual(['order']);
  });
  test('the second value is taken while the first is being taken -> valid', () => {
    expect(anomalies(check(...two, '1 take', '2 take', '1 got 2', '2 got 1'))).toEqual([]);
  });
  test('the second of two put at the same time is taken first -> valid', () => {
    const verdict = check(
      '0 put 1',
      '2 put 2',
      '0 ok',
      '2 ok',
      '1 take',
      '1 got 2',
      '1 take',
      '1 got 1',
    );
    expect(anomalies(verdict)).toEqual([]);
  });
  test('the first value may have been taken by one in doubt -> valid', () => {
    const taken = ['3 take', '3 lost 1', '1 take', '1 got 2'];
    expect(anomalies(check(...two, ...taken))).toEqual([]);
    expect(anomalies(check(...two, '3 take', '3 lost', '1 take', '1 got 2'))).toEqual([]);
  });
  test('the one in doubt may have taken another value only -> order', () => {
    const verdict = check(...two, '0 put 3', '0 ok', '3 take', '3 lost 3', '1 take', '1 got 2');
    expect(anomalies(verdict)).toEqual(['order']);
  });
});

describe('phantom', () => {
  test('a value that nobody put -> phantom', () => {
    expect(anomalies(check(...two, '1 take', '1 got 9'))).toEqual(['phantom']);
  });
  test('a value whose put failed -> phantom; in doubt -> valid', () => {
    expect(anomalies(check('0 put 1', '0 no', '1 take', '1 got 1'))).toEqual(['phantom']);
    expect(anomalies(check('0 put 1', '0 lost', '1 take', '1 got 1'))).toEqual([]);
  });
  test('a value that is put only afterwards -> phantom; at the same time -> valid', () => {
    expect(anomalies(check('1 take', '1 got 1', '0 put 1', '0 ok'))).toEqual(['phantom']);
    expect(anomalies(check('1 take', '0 put 1', '1 got 1', '0 ok'))).toEqual([]);
  });
});

test('a value taken twice -> duplicate', () => {
  const verdict = check('0 put 1', '0 ok', '1 take', '1 got 1', '2 take', '2 got 1');
  expect(anomalies(verdict)).toEqual(['duplicate']);
  expect(verdict).toMatchObject({ anomalies: [{ operations: [2, 3, 4, 5] }] });
});

describe('empty', () => {
  test('nothing is found while something is there -> empty', () => {
    expect(
      anomalies(check('0 put 1', '0 ok', '1 take', '1 got null', '1 take', '1 got 1')),
    ).toEqual(['empty']);
  });
  test('nothing is found while it is being put, or being taken -> valid', () => {
    const verdict = check(
      '0 put 1',
      '1 take',
      '0 ok',
      '1 got null',
      '2 take',
      '1 take',
      '1 got null',
      '2 got 1',
    );
    expect(anomalies(verdict)).toEqual([]);
  });
  test('a value that is never taken is lost -> empty', () => {
    const verdict = check(...two, '1 take', '1 got 1', '1 take', '1 got null');
    expect(anomalies(verdict)).toEqual(['empty']);
  });
  test('one value goes only after the next has come, all the time -> empty', () => {
    const chain = [
      '0 put 1',
      '0 ok',
      '1 take',
      '0 put 2',
      '0 ok',
      '2 take',
      '2 got 1',
      '1 got null',
    ];
    expect(anomalies(check(...chain, '2 take', '2 got 2'))).toEqual(['empty']);
  });
  test('one value may go before the next has come -> valid', () => {
    const gap = ['0 put 1', '0 ok', '1 take', '2 take', '0 put 2', '0 ok', '2 got 1', '1 got null'];
    expect(anomalies(check(...gap, '2 take', '2 got 2'))).toEqual([]);
  });
});

test('nothing was ever taken -> unknown', () => {
  expect(check(...two)).toMatchObject({ valid: 'unknown' });
});

describe('held against the general search on random histories', () => {
  const judged = (lines: readonly string[]): readonly [boolean, boolean] => {
    const history = story(...lines);
    const ours = fifo.check(history, budget).valid !== false;
    return [ours, linearizable(fifoQueue).check(history, budget).valid !== false];
  };

  test('without doubts they agree', () => {
    const random = seededRandom(17);
    const verdicts = new Map<boolean, number>();
    for (let round = 0; round < 600; round++) {
      const lines = complete(randomStory(random, false));
      const [ours, theirs] = judged(lines);
      expect(ours, lines.join(', ')).toBe(theirs);
      verdicts.set(ours, (verdicts.get(ours) ?? 0) + 1);
    }
    expect(verdicts.get(true)).toBeGreaterThan(50);
    expect(verdicts.get(false)).toBeGreaterThan(50);
  });

  test('with doubts, what is found wrong is wrong', () => {
    const random = seededRandom(18);
    let wrong = 0;
    for (let round = 0; round < 600; round++) {
      const lines = randomStory(random, true);
      const [ours, theirs] = judged(lines);
      if (ours) continue;
      wrong += 1;
      expect(theirs, lines.join(', ')).toBe(false);
    }
    expect(wrong).toBeGreaterThan(50);
  });
});
