import { expect, test } from 'vitest';
import { nemeses } from '../../nemesis/registry.ts';
import { calmOf, clockFaults, healings } from '../../src/checker/calm.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';
import { history, type Op } from '../kit/notation.ts';

const nemesis = (f: string, ms: number): Op => ({ process: 'nemesis', f, at: [ms, ms] });
const calm = (...acts: readonly Op[]) => {
  const isCalm = calmOf(history(...acts), clockFaults);
  return (fromMs: number, toMs: number) => isCalm(fromMs * 1e6, toMs * 1e6);
};

test('between a fault and its healing it is not calm', () => {
  const isCalm = calm(nemesis('kill', 10), nemesis('start', 20));
  expect([isCalm(0, 9), isCalm(0, 11), isCalm(12, 15), isCalm(19, 30), isCalm(21, 30)]).toEqual([
    ...[true, false, false, false, true],
  ]);
});

test('faults that overlap end each with its own healing', () => {
  const acts = [nemesis('kill', 10), nemesis('pause', 15), nemesis('start', 20)];
  const isCalm = calm(...acts, nemesis('resume', 40));
  expect([isCalm(21, 30), isCalm(0, 9)]).toEqual([false, true]);
});

test('faults of clocks are harmless where that is said', () => {
  expect(calm(nemesis('bump-clock', 10))(0, 30)).toBe(true);
});

test('a fault that nobody knows lasts until the nemeses are done', () => {
  const isCalm = calm(nemesis('earthquake', 10), nemesis('start', 20), nemesis('calm-down', 40));
  expect([isCalm(21, 30), isCalm(41, 50)]).toEqual([false, true]);
});

test.each([...healings])('%s heals what its nemesis does', (heal, faults) => {
  const { options } = fakeEnsemble(3);
  const all = nemeses.map(({ create }) => create(options).fs);
  expect(all.filter(fs => fs.at(-1) === heal)).toEqual([[...faults, heal]]);
});
