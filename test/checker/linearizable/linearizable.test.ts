import { expect, test } from 'vitest';
import { sentenceOf } from '../../../src/anomalies.ts';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Verdict } from '../../../src/contract.ts';
import {
  casRegister,
  fifoQueue,
  type Model,
  mutex,
  register,
  versionedRegister,
} from '../../../src/model/index.ts';
import { BUDGET, verdictOn } from '../../kit/judge.ts';
import { history } from '../../kit/notation.ts';
import { generate } from '../../oracle/long-histories.ts';
import { casRegisterSource } from '../../oracle/long-history-objects.ts';

function check<S>(text: string, model: Model<S>): Verdict {
  return verdictOn(linearizable(model), history(text));
}

/** Twins that differ in one operation. */
const twins: readonly [string, Model<unknown>, good: string, bad: string][] = [
  ['stale read', register(0), '0=w:1 1=w:2 2=r:2', '0=w:1 1=w:2 2=r:1'],
  [
    'a read beside a write may see either',
    register(0),
    '0(w:1 1=r:1 2=r:1 0)w',
    '0(w:1 1=r:1 2=r:0 0)w',
  ],
  ['lost write', register(0), '0=w:1 1=r:1', '0=w:1 1=r:0'],
  [
    'a write in doubt may happen late',
    register(0),
    '0(w:1 0?w 1=r:0 1=r:1',
    '0(w:1 0!w 1=r:0 1=r:1',
  ],
  [
    'a write in doubt happens once',
    register(0),
    '0(w:1 0?w 1=r:1 1=w:2 1=r:2',
    '0(w:1 0?w 1=r:1 1=w:2 1=r:1',
  ],
  ['a write that never returned happens after its call', register(0), '0(w:1 1=r:1', '1=r:1 0(w:1'],
  [
    'a write that never returned happened before the first that saw its value returned',
    register(0),
    '1=w:3 1=w:3 0(w:1 0?w 1(r 1)r:1 1=w:2 1=r:2',
    '1=w:3 1=w:3 0(w:1 0?w 1(r 1)r:1 1=w:2 1=r:1',
  ],
  [
    'a write that never returned is of no use once nobody sees its value',
    register(0),
    '1=w:3 1=w:3 1=r:3 1=w:2 0(w:3 0?w 1=r:2',
    '1=w:3 1=w:3 1=r:3 1=w:2 0(w:3 0?w 1=r:0',
  ],
  [
    'of a chain of cas that never returned, one that was seen shows those before it',
    casRegister(0),
    '0(w:1 0?w 1(c:1,2 1?c 2=r:2 2=w:3 2=r:3',
    '0(w:1 0?w 1(c:1,2 1?c 2=r:2 2=w:3 2=r:1',
  ],
  ['failed writes did not happen', register(0), '0(w:1 0!w 1=r:0', '0(w:1 0!w 1=r:1'],
  [
    'one of two equal cas wins',
    casRegister(0),
    '0(c:0,1 1(c:0,1 0)c 1!c',
    '0(c:0,1 1(c:0,1 0)c 1)c',
  ],
  [
    'two cas before a write',
    casRegister(0),
    '0(c:0,1 1(c:1,2 2(w:5 2)w 0)c 1)c 3=r:5',
    '0(c:0,1 1(c:0,2 2(w:5 2)w 0)c 1)c 3=r:5',
  ],
  ['a read in doubt says nothing', casRegister(0), '0(r 0?r 1=w:1', '0(r 0)r:2 1=w:1'],
  [
    'null was read where null is a value',
    register(null),
    '0=r:nil 1=w:1 0=r:1',
    '0=r:nil 1=w:1 0=r:nil',
  ],
  [
    'versions grow by one',
    versionedRegister as Model<unknown>,
    '0(w:5 0)w:0,5 1(w:6 1)w:1,6',
    '0(w:5 0)w:0,5 1(w:6 1)w:2,6',
  ],
  [
    'a gap in versions is filled by a write in doubt',
    versionedRegister as Model<unknown>,
    '0(w:5 0)w:0,5 2(w:9 2?w 1(w:6 1)w:2,6',
    '0(w:5 0)w:0,5 2(r 2?r 1(w:6 1)w:2,6',
  ],
  [
    'an old version is not seen again',
    versionedRegister as Model<unknown>,
    '0(w:5 0)w:0,5 1(w:6 1)w:1,6 2(r 2)r:1,6',
    '0(w:5 0)w:0,5 1(w:6 1)w:1,6 2(r 2)r:0,5',
  ],
  [
    'one holder of a lock',
    mutex as Model<unknown>,
    '0(a 0)a 1(a 0(z 0)z 1)a',
    '0(a 0)a 1(a 1)a 0(z 0)z',
  ],
  ['first in first out', fifoQueue as Model<unknown>, '0=e:1 0=e:2 1=d:1', '0=e:1 0=e:2 1=d:2'],
  [
    'a dequeue in doubt may have taken the oldest',
    fifoQueue as Model<unknown>,
    '0=e:1 0=e:2 1(d 1?d 2=d:2',
    '0=e:1 0=e:2 1(d 1!d 2=d:2',
  ],
  [
    'empty only when empty',
    fifoQueue as Model<unknown>,
    '0=e:1 1=d:1 1=d:nil',
    '0=e:1 1=d:nil 1=d:1',
  ],
  [
    'first in first out of equal values',
    fifoQueue as Model<unknown>,
    '0=e:1 0=e:2 0=e:1 1=d:1 1=d:2 1=d:1',
    '0=e:1 0=e:2 0=e:1 1=d:1 1=d:1 1=d:2',
  ],
  [
    'equal values, the first two in either order',
    fifoQueue as Model<unknown>,
    '0(e:1 1(e:2 0)e:1 1)e:2 0=e:1 2=d:2 2=d:1 2=d:1',
    '0(e:1 1(e:2 0)e:1 1)e:2 0=e:1 2=d:1 2=d:1 2=d:2',
  ],
  [
    'empty between equal values',
    fifoQueue as Model<unknown>,
    '0=e:1 1=d:1 1=d:nil 0=e:1 1=d:1',
    '0=e:1 0=e:1 1=d:1 1=d:nil 1=d:1',
  ],
  [
    'a dequeue in doubt may have taken an equal value',
    fifoQueue as Model<unknown>,
    '0=e:1 0=e:1 0=e:2 1(d 1?d 2=d:1 2=d:2',
    '0=e:1 0=e:1 0=e:2 1(d 1!d 2=d:1 2=d:2',
  ],
  [
    'an enqueue in doubt may bring an equal value',
    fifoQueue as Model<unknown>,
    '0=e:1 1(e:1 1?e:1 2=d:1 2=d:1',
    '0=e:1 1(e:1 1!e:1 2=d:1 2=d:1',
  ],
];

test.each(twins)('%s: good twin valid, bad twin invalid', (_, model, good, bad) => {
  expect(check(good, model).valid).toBe(true);
  expect(check(bad, model).valid).toBe(false);
});

test('an anomaly says what was promised and seen, and the fewest operations that show it', () => {
  const verdict = check(
    '0=w:7 0=w:3 0=r:3 1=w:1 2=r:1 0(w:2 1(r 0)w 1)r:2 2=r:1 3=w:3',
    register(0),
  );
  if (verdict.valid !== false) throw new Error(`expected invalid, found ${verdict.valid}`);
  const [anomaly] = verdict.anomalies;
  expect(anomaly.type).toBe('nonlinearizable');
  expect(anomaly.promised).toContain('as on one register');
  expect(sentenceOf(anomaly)).toBe(
    'Not linearizable: n1 returned 1 at 0.015 s, but in every order of the operations before it the register was 2 then.',
  );
  expect(anomaly.operations).toEqual([6, 7, 11, 13, 14, 15]);
  expect(anomaly.detail?.[0]).toContain('ends when read -> 1 returns (event 15); 7 operations');
});

test('the last of many operations fails: the states before stand for what came before', () => {
  const long = Array.from({ length: 5000 }, (_, at) => `0=w:${at % 5} 1=r:${at % 5}`).join(' ');
  const verdict = check(`${long} 0=w:1 1=w:2 2=r:1`, register(0));
  if (verdict.valid !== false) throw new Error(`expected invalid, found ${verdict.valid}`);
  expect(verdict.anomalies[0].operations).toHaveLength(6);
});

test.each([
  { bad: false, valid: true },
  { bad: true, valid: false },
])('a long history in which writes in doubt must happen before they have to, bad $bad', twin => {
  const shape = { operations: 3500, processes: 10, lostPerMille: 50, bad: twin.bad, seed: 33 };
  const checker = linearizable(casRegister(null), 'brief');
  expect(verdictOn(checker, generate(casRegisterSource(), shape)).valid).toBe(twin.valid);
});

test('keys are objects of their own, and anomalies name theirs', () => {
  const verdict = check('x/0=w:1 y/1=w:2 x/0=r:1 y/1=r:1', register(0));
  expect(verdict).toMatchObject({ valid: false, counts: { objects: 2, invalid: 1 } });
  if (verdict.valid === false) expect(verdict.anomalies[0].promised).toContain('on key "y"');
});

test('operations without a key among others that have one -> unknown, not silently valid', () => {
  expect(check('x/0=w:1 1=w:2', register(0))).toMatchObject({
    valid: 'unknown',
    why: '2 events have no key while others have one, and were not checked',
  });
  expect(check('x/0=w:1 1=w:2 x/0=r:2', register(0)).valid).toBe(false);
});

test('operations that did not happen leave a valid history', () => {
  expect(check('0(w:1 0!w', register(0))).toMatchObject({ valid: true });
});

test('a large integer that nobody wrote is told, not a crash', () => {
  const read = { f: 'read', output: [99999999999999999999n] };
  const verdict = verdictOn(linearizable(casRegister(null)), history(read));
  expect(verdict.valid).toBe(false);
});

test('no operation -> unknown', () => {
  const verdict = verdictOn(linearizable(mutex), history());
  expect(verdict).toMatchObject({ valid: 'unknown', why: 'the history has no operation to check' });
});

test('a budget that is used up -> unknown, and says which', () => {
  const shape = { operations: 2000, processes: 10, lostPerMille: 50, bad: true, seed: 1 };
  const late = { ...BUDGET, elapsedMs: () => 20_000 };
  const long = generate(casRegisterSource(), shape);
  const { object: _, ...searched } = casRegister(null);
  expect(linearizable(searched).check(long, late)).toMatchObject({
    valid: 'unknown',
    why: 'its time of 10000 ms was used up',
  });
});

test('what can never happen any more is blamed, not the operation that returns beside it', () => {
  const verdict = check('0(w:2 0)w:0,2 1(r 0(w:2 0)w:1,2 1)r:-1,nil', versionedRegister);
  if (verdict.valid !== false) throw new Error(`expected invalid, found ${verdict.valid}`);
  const [anomaly] = verdict.anomalies;
  expect(sentenceOf(anomaly)).toBe(
    'Stale read: n1 returned nothing written at 0.005 s, but version 0 (=2) had been acknowledged by n1 at 0.001 s.',
  );
  expect(anomaly.operations).toEqual([0, 1, 2, 5]);
});
