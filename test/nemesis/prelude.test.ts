import { describe, expect, test } from 'vitest';
import { crashLoop } from '../../nemesis/crash-loop.ts';
import { freezeThenKill } from '../../nemesis/freeze-then-kill.ts';
import { type Call, fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const LIVES = ['dead', 'running', 'dead', 'running', 'dead', 'running'];
const victims = { who: 'named', nodes: ['n2', 'n3'] };

describe.each([
  { entry: crashLoop, strike: 'begin-crash-loop', heal: 'end-crash-loop', through: LIVES },
  { entry: freezeThenKill, strike: 'freeze-then-kill', heal: 'start-frozen', through: ['paused'] },
])('$entry.name', ({ entry, strike, heal, through }) => {
  const struck = async (toothless: readonly Call[] = []) => {
    const fake = fakeEnsemble(3, toothless);
    const nemesis = entry.create(fake.options);
    return { fake, nemesis, report: await nemesis.invoke({ f: strike, value: victims }, never) };
  };

  test('victims that were seen in every state, and are dead -> verified', async () => {
    const { fake, report } = await struck();
    expect(report).toEqual({
      verified: true,
      did: { [strike]: ['n2', 'n3'], passed: [through, through] },
      seen: { n2: 'dead', n3: 'dead' },
      on: { nodes: ['n2', 'n3'] },
    });
    expect(fake.states.get(fake.name(1))).toBe('running');
  });
  test('a kill that does not bite -> not verified', async () =>
    expect((await struck(['kill'])).report).toMatchObject({ verified: false }));
  test('every victim runs again after the heal', async () => {
    const { fake, nemesis } = await struck();
    expect(await nemesis.invoke({ f: heal, value: null }, never)).toMatchObject({ verified: true });
    expect(new Set(fake.states.values())).toEqual(new Set(['running']));
  });
  test('teardown starts every node', async () => {
    const { fake, nemesis } = await struck();
    await nemesis.teardown(never);
    expect(new Set(fake.states.values())).toEqual(new Set(['running']));
  });
});

test('a server that died without being frozen first -> not verified', async () => {
  const nemesis = freezeThenKill.create(fakeEnsemble(3, ['pause']).options);
  const report = await nemesis.invoke({ f: 'freeze-then-kill', value: victims }, never);
  expect(report).toMatchObject({ verified: false, seen: { n2: 'dead' } });
});

test('a server that does not start between two crashes -> not verified', async () => {
  const nemesis = crashLoop.create(fakeEnsemble(3, ['start']).options);
  const report = await nemesis.invoke({ f: 'begin-crash-loop', value: victims }, never);
  expect(report).toMatchObject({ verified: false, seen: { n2: 'dead' } });
});
