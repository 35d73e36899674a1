import { describe, expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Verdict } from '../../../src/contract.ts';
import { fifoQueue } from '../../../src/model/index.ts';
import { seededRandom } from '../../../src/random.ts';
import { fifo } from '../../../workloads/queue/checker.ts';
import { anomaliesOf, verdictOn } from '../../kit/judge.ts';
import { spelled } from '../../kit/notation.ts';
import { complete, randomWords } from '../../oracle/queue-histories.ts';

const history = spelled({ key: 0 });
const check = (...words: readonly string[]): Verdict => verdictOn(fifo, history(words));

const two = '0=e:1 0=e:2';

test('first in, first out -> valid', () => {
  const verdict = check(two, '1=d:1 1=d:2 1=d:nil');
  expect(verdict).toEqual({
    valid: true,
    counts: { enqueued: 2, dequeued: 2, 'found empty': 1 },
  });
});

describe('queue-order', () => {
  test('the second value is taken before the first -> queue-order', () => {
    expect(anomaliesOf(check(two, '1=d:2 1=d:1'))).toEqual(['queue-order']);
  });
  test('the second value is taken while the first is being taken -> valid', () => {
    expect(anomaliesOf(check(two, '1(d 2(d 1)d:2 2)d:1'))).toEqual([]);
  });
  test('the second of two put at the same time is taken first -> valid', () => {
    const verdict = check('0(e:1 2(e:2 0)e 2)e 1=d:2 1=d:1');
    expect(anomaliesOf(verdict)).toEqual([]);
  });
  test('the first value may have been taken by one in doubt -> valid', () => {
    const taken = '3(d 3?d:1 1=d:2';
    expect(anomaliesOf(check(two, taken))).toEqual([]);
    expect(anomaliesOf(check(two, '3(d 3?d 1=d:2'))).toEqual([]);
  });
  test('the one in doubt may have taken another value only -> queue-order', () => {
    const verdict = check(two, '0=e:3 3(d 3?d:3 1=d:2');
    expect(anomaliesOf(verdict)).toEqual(['queue-order']);
  });
});

describe('phantom', () => {
  test('a value that nobody put -> phantom', () => {
    expect(anomaliesOf(check(two, '1=d:9'))).toEqual(['phantom']);
  });
  test('a value whose put failed -> phantom; in doubt -> valid', () => {
    expect(anomaliesOf(check('0(e:1 0!e 1=d:1'))).toEqual(['phantom']);
    expect(anomaliesOf(check('0(e:1 0?e 1=d:1'))).toEqual([]);
  });
  test('a value that is put only afterwards -> phantom; at the same time -> valid', () => {
    expect(anomaliesOf(check('1=d:1 0=e:1'))).toEqual(['phantom']);
    expect(anomaliesOf(check('1(d 0(e:1 1)d:1 0)e'))).toEqual([]);
  });
});

test('a value taken twice -> duplicate', () => {
  const verdict = check('0=e:1 1=d:1 2=d:1');
  expect(anomaliesOf(verdict)).toEqual(['duplicate']);
  expect(verdict).toMatchObject({ anomalies: [{ operations: [2, 3, 4, 5] }] });
});

describe('false-empty', () => {
  test('nothing is found while something is there -> false-empty', () => {
    expect(anomaliesOf(check('0=e:1 1=d:nil 1=d:1'))).toEqual(['false-empty']);
  });
  test('nothing is found while it is being put, or being taken -> valid', () => {
    const verdict = check('0(e:1 1(d 0)e 1)d:nil 2(d 1=d:nil 2)d:1');
    expect(anomaliesOf(verdict)).toEqual([]);
  });
  test('a value that is never taken is lost -> false-empty', () => {
    const verdict = check(two, '1=d:1 1=d:nil');
    expect(anomaliesOf(verdict)).toEqual(['false-empty']);
  });
  test('one value goes only after the next has come, all the time -> false-empty', () => {
    const chain = '0=e:1 1(d 0=e:2 2=d:1 1)d:nil';
    expect(anomaliesOf(check(chain, '2=d:2'))).toEqual(['false-empty']);
  });
  test('one value may go before the next has come -> valid', () => {
    const gap = '0=e:1 1(d 2(d 0=e:2 2)d:1 1)d:nil';
    expect(anomaliesOf(check(gap, '2=d:2'))).toEqual([]);
  });
});

test('nothing was ever taken -> unknown', () => {
  expect(check(two)).toMatchObject({ valid: 'unknown' });
});

describe('held against the general search on random histories', () => {
  const judged = (words: readonly string[]): readonly [boolean, boolean] => {
    const recorded = history(words);
    const ours = verdictOn(fifo, recorded).valid !== false;
    return [ours, verdictOn(linearizable(fifoQueue), recorded).valid !== false];
  };

  test('without doubts they agree', () => {
    const random = seededRandom(17);
    const verdicts = new Map<boolean, number>();
    for (let round = 0; round < 600; round++) {
      const words = complete(randomWords(random, false));
      const [ours, theirs] = judged(words);
      expect(ours, words.join(' ')).toBe(theirs);
      verdicts.set(ours, (verdicts.get(ours) ?? 0) + 1);
    }
    expect(verdicts.get(true)).toBeGreaterThan(50);
    expect(verdicts.get(false)).toBeGreaterThan(50);
  });

  test('with doubts, what is found wrong is wrong', () => {
    const random = seededRandom(18);
    let wrong = 0;
    for (let round = 0; round < 600; round++) {
      const words = randomWords(random, true);
      const [ours, theirs] = judged(words);
      if (ours) continue;
      wrong += 1;
      expect(theirs, words.join(' ')).toBe(false);
    }
    expect(wrong).toBeGreaterThan(50);
  });
});
