import { describe, expect, test } from 'vitest';
import { duplicate } from '../../nemesis/duplicate.ts';
import { flap } from '../../nemesis/flap.ts';
import { hold } from '../../nemesis/hold.ts';
import { loss } from '../../nemesis/loss.ts';
import { rate } from '../../nemesis/rate.ts';
import { slow } from '../../nemesis/slow.ts';
import type { Aim, NemesisOptions } from '../../src/contract.ts';
import { nemesis as forNemesis, simulate } from '../../src/generator/index.ts';
import { type Call, fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const ENTRIES = [slow, loss, duplicate, rate, flap, hold];

/** The first strike that a seed plans. */
function planned(entry: (typeof ENTRIES)[number], options: NemesisOptions) {
  const imagine = () => ({ latencyNs: 1e6, type: 'ok', value: null }) as const;
  const { generator } = entry.create(options);
  const [first] = simulate(forNemesis(generator), { threads: 1, limit: 2, imagine });
  if (first === undefined) throw new Error('expected a strike, found none');
  return { f: first.f, value: first.value };
}

describe.each(ENTRIES.map(entry => ({ name: entry.name, entry })))('$name', ({ entry, name }) => {
  const heal = { f: `stop-${name}`, value: null };
  const n1 = new Map([['to', ['n1']]]);
  const struck = async (toothless: readonly Call[] = [], aim: Aim = n1) => {
    const fake = fakeEnsemble(3, toothless);
    const options = { ...fake.options, aim };
    const nemesis = entry.create(options);
    const report = await nemesis.invoke(planned(entry, options), never);
    return { fake, nemesis, report };
  };

  test('a disturbance that shows -> verified, and only its nodes receive it', async () => {
    const { report } = await struck();
    expect(report).toMatchObject({
      verified: true,
      did: { to: ['n1'], ports: 'all', disturbance: { kind: name } },
      on: { nodes: ['n1'] },
    });
    expect(report.seen).toMatchObject({ connections: { 'n2->n1': { before: { leastMs: 1 } } } });
  });
  test('a disturbance without effect -> not verified', async () =>
    expect((await struck(['disturb'])).report).toMatchObject({ verified: false }));
  test('nobody to receive it -> not verified, and nothing is disturbed', async () => {
    const { report } = await struck([], new Map([['to', ['observers']]]));
    expect(report).toMatchObject({ verified: false, on: { nodes: [] } });
  });
  test('a heal after which nothing shows -> verified', async () => {
    const { nemesis } = await struck();
    expect(await nemesis.invoke(heal, never)).toMatchObject({ verified: true, did: 'calmed' });
  });
  test('a network that stays disturbed -> not verified', async () => {
    const { nemesis } = await struck(['calm']);
    expect(await nemesis.invoke(heal, never)).toMatchObject({ verified: false });
  });
  test('a heal where nothing was struck -> verified', async () =>
    expect(await entry.create(fakeEnsemble(3).options).invoke(heal, never)).toMatchObject({
      verified: true,
    }));
  test('teardown calms', async () => {
    const { fake, nemesis } = await struck();
    await nemesis.teardown(never);
    const { network } = fake.options.ensemble;
    const burst = { from: fake.name(2), to: fake.name(1), port: 'election', boundMs: 500 } as const;
    expect(await network.connectMs({ ...burst, count: 8 }, never)).toEqual(Array(8).fill(1));
  });
});

test.each([
  [
    slow,
    { ms: { least: 50, most: 200 }, order: ['mixed'] },
    { leastMs: 50, mostMs: 200, order: 'mixed' },
  ],
  [loss, { percent: { least: 30, most: 30 } }, { percent: 30 }],
  [duplicate, { percent: { least: 100, most: 100 } }, { percent: 100 }],
  [rate, { kb: { least: 8, most: 8 } }, { kbPerS: 8 }],
  [
    flap,
    { up: { least: 300, most: 300 }, down: { least: 100, most: 100 } },
    { upMs: 300, downMs: 100 },
  ],
] as const)('an aim is what the schedule strikes with: %#', (entry, given, disturbance) => {
  const aim: Aim = new Map(Object.entries({ ...given, ports: ['sync'], to: ['followers'] }));
  expect(planned(entry, { ...fakeEnsemble(3).options, aim })).toMatchObject({
    value: { to: { who: 'followers' }, ports: 'sync', disturbance },
  });
});

test('a connection that was already lost on the way shows nothing', async () => {
  const fake = fakeEnsemble(3);
  const options = { ...fake.options, aim: new Map([['to', ['n1']]]) };
  const { network } = fake.options.ensemble;
  const grudge = new Map([[fake.name(1), new Set([fake.name(2)])]]);
  await network.disturb({ grudge, ports: 'all', disturbance: { kind: 'hold' } }, never);
  const report = await loss.create(options).invoke(planned(loss, options), never);
  expect(report).toMatchObject({ verified: false });
});
