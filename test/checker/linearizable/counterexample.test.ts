import { expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Counterexample } from '../../../src/contract.ts';
import { casRegister, type Model, register } from '../../../src/model/index.ts';
import { verdictOn } from '../../kit/judge.ts';
import { history } from '../../kit/notation.ts';

function counterexampleOf(text: string, model: Model<unknown>): Counterexample {
  const verdict = verdictOn(linearizable(model), history(text));
  if (verdict.valid !== false) throw new Error(`expected invalid, found ${verdict.valid}`);
  const found = verdict.anomalies[0].counterexample;
  if (!found) throw new Error('expected a counterexample, found none');
  return found;
}

test('the longest order is shown step by step, with what cannot come next and why', () => {
  const found = counterexampleOf('0=c:0,1 1(c:1,2 2(w:5 2)w 1)c 3=r:1', casRegister(0));
  expect(found.operations).toEqual([0, 2, 3, 6]);
  expect(found.attempts).toEqual([
    {
      from: '0',
      steps: [
        { operation: 0, state: '1' },
        { operation: 2, state: '2' },
        { operation: 3, state: '5' },
      ],
      blocked: [{ operation: 6, why: 'with 5 it would not give 1' }],
    },
  ]);
});

test('each end of the longest orders is shown once', () => {
  const found = counterexampleOf('0(w:1 1(w:2 0)w 1)w 2=r:3', casRegister(0));
  expect(found.attempts.map(({ steps }) => steps.at(-1)?.state)).toEqual(['2', '1']);
});

test('an operation that never returned is a step only where it is needed', () => {
  const needed = counterexampleOf('0(w:1 0?w 1=r:1 1=r:2', casRegister(0));
  expect(needed.attempts[0]?.steps.map(({ operation }) => operation)).toEqual([0, 2]);
  const needless = counterexampleOf('0(w:1 0?w 1=r:2', casRegister(0));
  expect(needless.attempts[0]?.steps).toEqual([]);
});

test('after a long history the states before its last operations stand for the rest', () => {
  const long = Array.from({ length: 3000 }, (_, at) => `0=w:${at % 5} 1=r:${at % 5}`).join(' ');
  const { operations, attempts } = counterexampleOf(`${long} 2=r:1`, casRegister(0));
  expect(operations).toHaveLength(12);
  expect(attempts[0]?.from).toBe('4');
  expect(attempts[0]?.steps).toHaveLength(11);
});

test('a violation found without a search has one too', () => {
  const { attempts, core } = counterexampleOf('0=w:1 1=w:2 2=r:1', register(0));
  expect(core).toEqual([0, 2, 4]);
  expect(attempts[0]?.blocked).toEqual([{ operation: 4, why: 'with 2 it would not give 1' }]);
});
