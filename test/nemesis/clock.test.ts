import { describe, expect, test } from 'vitest';
import { isRefusal, parseAim } from '../../nemesis/aim.ts';
import { clock } from '../../nemesis/clock.ts';
import { planSkew } from '../../nemesis/skew-plan.ts';
import { nemesis as forNemesis, simulate } from '../../src/generator/index.ts';
import { seededRandom } from '../../src/random.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const bump = { f: 'bump-clock', value: { n1: -4500, n3: 11 } };
const drift = { f: 'drift-clock', value: { n2: 1.5 } };
const strobe = {
  f: 'strobe-clock',
  value: { nodes: ['n1', 'n2'], offsetMs: 900, periodMs: 100, durationMs: 1000 },
};
const reset = { f: 'reset-clock', value: null };

describe('a bent clock that shows is verified, and only the nodes named are bent', () => {
  test('bump', async () => {
    const fake = fakeEnsemble(3);
    const report = await clock.create(fake.options).invoke(bump, never);
    expect(report).toMatchObject({ verified: true, seen: { n1: -4500, n3: 11 } });
    expect(fake.offsetMs(fake.name(2))).toBe(0);
  });

  test('drift', async () => {
    const fake = fakeEnsemble(3);
    const report = await clock.create(fake.options).invoke(drift, never);
    expect(report).toMatchObject({ verified: true, seen: { n2: 500 } });
    expect(fake.offsetMs(fake.name(1))).toBe(0);
  });

  test('strobe: to the offset and back, about every period', async () => {
    const fake = fakeEnsemble(3);
    const report = await clock.create(fake.options).invoke(strobe, never);
    expect(report).toMatchObject({
      verified: true,
      did: { jumps: 11 },
      seen: { n1: 900, n2: 900 },
    });
    expect(fake.offsetMs(fake.name(3))).toBe(0);
  });
});

test.each([
  ['jump', 'bump-clock'],
  ['strobe', 'strobe-clock'],
  ['drift', 'drift-clock'],
])('clock:%s bends clocks by nothing but %s', (word, f) => {
  const aim = parseAim(clock, word);
  if (isRefusal(aim)) throw new Error(aim.expected);
  const { generator } = clock.create({ ...fakeEnsemble(3).options, aim });
  const events = simulate(forNemesis(generator), { threads: 1, limit: 40 });
  expect(new Set(events.map(event => event.f))).toEqual(new Set([f, 'reset-clock']));
});

test.each([bump, drift, strobe])('$f that does not show -> not verified', async op => {
  const nemesis = clock.create(fakeEnsemble(3, ['set']).options);
  expect(await nemesis.invoke(op, never)).toMatchObject({ verified: false });
});

test.each([bump, drift])('after $f, reset-clock reads every clock right -> verified', async op => {
  const fake = fakeEnsemble(3);
  const nemesis = clock.create(fake.options);
  await nemesis.invoke(op, never);
  expect(await nemesis.invoke(reset, never)).toMatchObject({
    verified: true,
    seen: { n1: 0, n2: 0, n3: 0 },
  });
});

test('a clock that stays bent -> the reset is not verified', async () => {
  const nemesis = clock.create(fakeEnsemble(3, ['reset']).options);
  await nemesis.invoke(bump, never);
  expect(await nemesis.invoke(reset, never)).toMatchObject({
    verified: false,
    seen: { n1: -4500 },
  });
});

test('teardown resets every clock', async () => {
  const fake = fakeEnsemble(3);
  const nemesis = clock.create(fake.options);
  await nemesis.invoke(bump, never);
  await nemesis.teardown(never);
  expect(fake.names.map(fake.offsetMs)).toEqual([0, 0, 0]);
});

test('a seed plans all kinds of skew, jumps of 11 ms to 5 minutes either way', () => {
  const random = seededRandom(11);
  const plans = Array.from({ length: 600 }, () =>
    planSkew(fakeEnsemble(5).names, { intervalMs: 6_000 }, random),
  );
  expect(new Set(plans.map(plan => plan.f)).size).toBe(3);
  const jumps = plans.flatMap(plan => (plan.f === 'bump-clock' ? Object.values(plan.value) : []));
  expect(jumps.every(ms => Math.abs(ms) >= 11 && Math.abs(ms) <= 300_000)).toBe(true);
  expect(Math.min(...jumps)).toBeLessThan(-60_000);
  expect(Math.max(...jumps)).toBeGreaterThan(60_000);
  expect(jumps.some(ms => Math.abs(ms) < 100)).toBe(true);
  const strobes = plans.flatMap(plan => (plan.f === 'strobe-clock' ? [plan.value] : []));
  expect(strobes.every(({ durationMs }) => durationMs === 3_000)).toBe(true);
  const rates = plans.flatMap(plan => (plan.f === 'drift-clock' ? Object.values(plan.value) : []));
  expect(rates.every(rate => rate >= 0.5 && rate <= 2 && Math.abs(rate - 1) >= 0.2)).toBe(true);
});
