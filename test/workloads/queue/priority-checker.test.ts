import { describe, expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Verdict } from '../../../src/contract.ts';
import type { Model } from '../../../src/model/index.ts';
import { seededRandom } from '../../../src/random.ts';
import { priorities } from '../../../workloads/queue/priority-checker.ts';
import { anomaliesOf, verdictOn } from '../../kit/judge.ts';
import { spelled } from '../../kit/notation.ts';
import { complete, randomWords } from '../../oracle/queue-histories.ts';

const history = spelled({ key: 0 });
const check = (...words: readonly string[]): Verdict => verdictOn(priorities, history(words));

/** 11 and 20 are there: 20 is more urgent. */
const two = '0=e:11 0=e:20';

test('the most urgent first, then the other, then nothing -> valid', () => {
  const verdict = check(two, '1=d:20 1=d:11 1=d:nil');
  expect(verdict).toEqual({ valid: true, counts: { enqueued: 2, dequeued: 2, 'found empty': 1 } });
});

describe('priority-order', () => {
  test('the other is taken first -> priority-order', () => {
    const verdict = check(two, '1=d:11 1=d:20');
    expect(anomaliesOf(verdict)).toEqual(['priority-order']);
    expect(verdict).toMatchObject({
      anomalies: [
        {
          seen: 'value 11 was dequeued by process 1 on n1 at 0.005 s, while 20, more urgent, was in the queue',
          operations: [2, 3, 4, 5, 6, 7],
        },
      ],
    });
  });
  test('the other is taken while the most urgent is being put, or being taken -> valid', () => {
    expect(anomaliesOf(check('0=e:11 0(e:20 1(d 0)e 1)d:11'))).toEqual([]);
    expect(anomaliesOf(check(two, '1(d 2(d 1)d:11 2)d:20'))).toEqual([]);
  });
  test('one more urgent goes only after the next has come, all the time -> priority-order', () => {
    const chain = '1(d 0=e:30 2=d:20 1)d:11';
    expect(anomaliesOf(check(two, chain, '2=d:30'))).toEqual(['priority-order']);
    const gap = '1(d 2(d 0=e:30 2)d:20 1)d:11';
    expect(anomaliesOf(check(two, gap, '2=d:30'))).toEqual([]);
  });
  test('one that can be taken only late is in the way until then -> priority-order', () => {
    const late = '0=e:32 1(d 2(d 3=d:32 2)d:11';
    expect(anomaliesOf(check(two, late, '1)d:20'))).toEqual([]);
    const blocked = '0=e:32 2(d 3=d:32 1(d 2)d:11';
    expect(anomaliesOf(check(two, blocked, '1)d:20'))).toEqual(['priority-order']);
  });
  test('the most urgent may have been taken by one in doubt -> valid', () => {
    expect(anomaliesOf(check(two, '3(d 3?d:20 1=d:11'))).toEqual([]);
    expect(anomaliesOf(check(two, '3(d 3?d 1=d:11'))).toEqual([]);
  });
});

test('of equals the second is taken before the first -> queue-order', () => {
  const equals = '0=e:10 0=e:20 1=d:20 1=d:10';
  expect(anomaliesOf(check(equals))).toEqual(['queue-order']);
  expect(anomaliesOf(check('0=e:10 0=e:20 1=d:10 1=d:20'))).toEqual([]);
});

test.each([
  { type: 'phantom', words: '0=e:11 1=d:9' },
  { type: 'duplicate', words: '0=e:11 1=d:11 2=d:11' },
  { type: 'false-empty', words: '0=e:11 1=d:nil' },
])('$type is found as in a queue', ({ type, words }) => {
  expect(anomaliesOf(check(words))).toEqual([type]);
});

test('nothing was ever taken -> unknown', () => {
  expect(check(two)).toMatchObject({ valid: 'unknown' });
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
  const judged = (words: readonly string[]): readonly [boolean, boolean] => {
    const recorded = history(words);
    const ours = verdictOn(priorities, recorded).valid !== false;
    return [ours, verdictOn(linearizable(model), recorded).valid !== false];
  };
  /** All of another priority, in a mixed order. */
  const distinct = (count: number): number => 10 * count + ((count * 7) % 10);
  const equals = (count: number): number => 10 * count + (count % 2);

  test('without doubts and without equals they agree', () => {
    const random = seededRandom(27);
    const verdicts = new Map<boolean, number>();
    for (let round = 0; round < 250; round++) {
      const words = complete(randomWords(random, false, distinct));
      const [ours, theirs] = judged(words);
      expect(ours, words.join(' ')).toBe(theirs);
      verdicts.set(ours, (verdicts.get(ours) ?? 0) + 1);
    }
    expect(verdicts.get(true)).toBeGreaterThan(20);
    expect(verdicts.get(false)).toBeGreaterThan(20);
  });

  test('with doubts and equals, what is found wrong is wrong', () => {
    const random = seededRandom(28);
    let wrong = 0;
    for (let round = 0; round < 250; round++) {
      const words = randomWords(random, true, equals);
      const [ours, theirs] = judged(words);
      if (ours) continue;
      wrong += 1;
      expect(theirs, words.join(' ')).toBe(false);
    }
    expect(wrong).toBeGreaterThan(20);
  });
});
