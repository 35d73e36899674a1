import { expect, test } from 'vitest';
import { calmOf, faultNotes, quietSinceNs } from '../../src/checker/calm.ts';
import { history, type Op } from '../kit/notation.ts';
import { type Declares, stamped } from '../kit/stamped.ts';

const nemesis = (f: string, ms: number): Op => ({ process: 'nemesis', f, at: [ms, ms] });
const calm = (...acts: readonly Op[]) => {
  const isCalm = calmOf(history(...acts), ['clocks']);
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

const power = '*(lose-power *lose-power';
const restored = '*(restore-power *restore-power';

test('a fault is harmless only where everything that it affects is', () => {
  const within = (...harmless: Parameters<typeof calmOf>[1] & object): boolean =>
    calmOf(stamped(history(power)), harmless)(0, 1e9);
  expect([within('servers'), within('servers', 'disks', 'clocks')]).toEqual([false, true]);
});

test('a nemesis that nobody lists is respected for what it declares', () => {
  const warp: Declares = {
    name: 'warp',
    operations: [{ strike: 'warp', heal: 'unwarp', affects: ['clocks'], quorum: 'survives' }],
  };
  const warped = stamped(history('*(warp *warp'), warp);
  expect([calmOf(warped)(0, 1e9), calmOf(warped, ['clocks'])(0, 1e9)]).toEqual([false, true]);
});

test('an operation that declares nothing is never harmless, and is noted', () => {
  const shaken = stamped(history('*(bump-clock *bump-clock *(shake *shake'));
  expect(calmOf(shaken, ['clocks'])(0, 1e9)).toBe(false);
  expect(faultNotes(shaken)[0]).toBe(
    'operations of the nemesis that declare nothing are taken for faults: shake',
  );
});

test('faults that were never healed are noted, others are not', () => {
  expect(faultNotes(stamped(history(power, restored)))).toEqual([]);
  expect(faultNotes(stamped(history(power, power)))).toEqual([
    'faults that were never healed are taken to last to the end: lose-power',
  ]);
});

test('it is quiet after the last act of the nemeses, unless a fault was left unhealed', () => {
  const quiet = [history('0=w:1'), history(power, restored), history(power)].map(each =>
    quietSinceNs(stamped(each)),
  );
  expect(quiet).toEqual([Number.NEGATIVE_INFINITY, 3e6, Number.POSITIVE_INFINITY]);
});
