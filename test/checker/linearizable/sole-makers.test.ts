import { expect, test } from 'vitest';
import { searchOf } from '../../../src/checker/linearizable/decide.ts';
import { constraining } from '../../../src/checker/linearizable/problem.ts';
import { refuteBySoleMakers } from '../../../src/checker/linearizable/sole-makers.ts';
import { casRegister, type Model, register, UnknownOperation } from '../../../src/model/index.ts';
import { BUDGET } from '../../kit/judge.ts';
import { history } from '../../kit/notation.ts';

function refuted(text: string, model: Model<unknown>): string | undefined {
  const operations = constraining(history(text).operations(), model);
  return refuteBySoleMakers(searchOf(operations, model, BUDGET).problem, model)?.seen;
}

/** Twins that differ in one operation; of each, a value is written twice. */
const twins: readonly [string, Model<unknown>, good: string, bad: string, seen: string][] = [
  [
    'a value that nobody wrote',
    register(0),
    '0=w:1 0=w:1 1=r:1',
    '0=w:1 0=w:1 1=r:2',
    'saw a value that nobody wrote',
  ],
  [
    'a value that is written later',
    register(0),
    '0=w:1 0=w:1 0(w:2 1=r:2 0)w',
    '0=w:1 0=w:1 1=r:2 0(w:2 0)w',
    'returned before write 2',
  ],
  [
    'a value read again after it was overwritten',
    register(0),
    '0=w:3 0=w:3 0=w:1 1=w:2 2=r:2',
    '0=w:3 0=w:3 0=w:1 1=w:2 2=r:1',
    'the register held one value since',
  ],
  [
    'a value overwritten by one that is written often',
    register(0),
    '0=w:3 0=w:1 1=w:3 2=r:3',
    '0=w:3 0=w:1 1=w:3 2=r:1',
    'the register held one value since',
  ],
  [
    'two values read in turn, both written before',
    register(0),
    '0=w:3 0=w:3 0(w:1 1(w:2 2=r:1 2=r:2 3=r:2 0)w 1)w',
    '0=w:3 0=w:3 0(w:1 1(w:2 2=r:1 2=r:2 3=r:1 0)w 1)w',
    'the register held one value since',
  ],
  [
    'the initial value read after a write',
    register(0),
    '0=w:1 0=w:1 1=r:1',
    '0=w:1 0=w:1 1=r:0',
    'the register held one value at first until',
  ],
  [
    'two compare-and-sets from a value written once',
    casRegister(0),
    '0=w:3 0=w:3 0=w:1 1=c:1,2 2=c:2,4',
    '0=w:3 0=w:3 0=w:1 1=c:1,2 2=c:1,4',
    'the register held one value since',
  ],
];

test.each(twins)('%s', (_, model, good, bad, seen) => {
  expect(refuted(good, model)).toBeUndefined();
  expect(refuted(bad, model)).toContain(seen);
});

test('a compare-and-set that never returned shows nothing of the value that it expects', () => {
  expect(refuted('0=w:1 0=w:1 1(c:7,1 2=r:1', casRegister(0))).toBeUndefined();
});

test('a value that two may have written may come back', () => {
  expect(refuted('0=w:1 1=w:2 2=r:2 3(w:1 2=r:1', register(0))).toBeUndefined();
});

test('an operation that the model does not have is no violation', () => {
  expect(() => refuted('0=w:1 1=c:5,6', register(0))).toThrow(UnknownOperation);
});
