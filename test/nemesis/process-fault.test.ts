import { describe, expect, test } from 'vitest';
import { crashLoop } from '../../nemesis/crash-loop.ts';
import type { NemesisEntry } from '../../nemesis/entry.ts';
import { freezeThenKill } from '../../nemesis/freeze-then-kill.ts';
import { kill } from '../../nemesis/kill.ts';
import { pause } from '../../nemesis/pause.ts';
import { power } from '../../nemesis/power.ts';
import { restart } from '../../nemesis/restart.ts';
import type { ProcessState } from '../../src/contract.ts';
import { type Call, fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

interface Row {
  readonly entry: NemesisEntry;
  readonly strike: string;
  readonly heal: string;
  /** What the nemesis asks of a node to strike it, and to help it up. */
  readonly does: Call;
  readonly helps: Call;
  readonly broken: ProcessState;
  /** What it tells of the node n2. */
  readonly tells?: Readonly<Record<string, unknown>>;
}

const rows: readonly Row[] = [
  { entry: kill, strike: 'kill', heal: 'start', does: 'kill', helps: 'start', broken: 'dead' },
  {
    ...{ entry: restart, strike: 'stop-servers', heal: 'restart-servers' },
    ...{ does: 'stop', helps: 'start', broken: 'dead' },
  },
  {
    ...{ entry: power, strike: 'lose-power', heal: 'restore-power' },
    ...{ does: 'lose-power', helps: 'start', broken: 'dead' },
    tells: { lost: { n2: { bytes: 7, entries: 1 } } },
  },
  {
    ...{ entry: pause, strike: 'pause', heal: 'resume' },
    ...{ does: 'pause', helps: 'resume', broken: 'paused' },
  },
];

describe.each(rows)('$entry.name', ({ entry, strike, heal, does, helps, broken, tells }) => {
  const victims = { who: 'one', nodes: ['n2'] };

  test('victims in the broken state -> verified, and only they are struck', async () => {
    const fake = fakeEnsemble(3);
    const report = await entry.create(fake.options).invoke({ f: strike, value: victims }, never);
    expect(report).toEqual({
      verified: true,
      did: { [strike]: ['n2'], ...tells },
      seen: { n2: broken },
      on: { nodes: ['n2'] },
    });
    expect([...fake.states.values()]).toEqual(['running', broken, 'running']);
  });

  test('a strike that does not bite -> not verified', async () => {
    const fake = fakeEnsemble(3, [does]);
    const report = await entry.create(fake.options).invoke({ f: strike, value: victims }, never);
    expect(report).toMatchObject({ verified: false, seen: { n2: 'running' } });
  });

  test('the leader is whoever leads at the time of the strike', async () => {
    const fake = fakeEnsemble(3);
    fake.roles.set(fake.name(1), 'follower').set(fake.name(3), 'leader');
    const report = await entry
      .create(fake.options)
      .invoke({ f: strike, value: { who: 'leader' } }, never);
    expect(report).toMatchObject({ verified: true, seen: { n3: broken } });
  });

  test('nobody leads -> another node is struck', async () => {
    const fake = fakeEnsemble(3);
    for (const name of fake.names) fake.roles.set(name, 'none');
    const report = await entry
      .create(fake.options)
      .invoke({ f: strike, value: { who: 'leader' } }, never);
    expect(report.verified).toBe(true);
    expect([...fake.states.values()].filter(state => state === broken)).toHaveLength(1);
  });

  test('a heal helps every struck node up and reports its role', async () => {
    const fake = fakeEnsemble(3);
    const nemesis = entry.create(fake.options);
    await nemesis.invoke({ f: strike, value: { who: 'all', nodes: fake.names } }, never);
    const report = await nemesis.invoke({ f: heal, value: null }, never);
    expect(report).toMatchObject({
      verified: true,
      seen: {
        n1: { state: 'running', role: 'leader' },
        n3: { state: 'running', role: 'follower' },
      },
    });
  });

  test('a heal that does not work -> not verified', async () => {
    const fake = fakeEnsemble(3, [helps]);
    const nemesis = entry.create(fake.options);
    await nemesis.invoke({ f: strike, value: victims }, never);
    const report = await nemesis.invoke({ f: heal, value: null }, never);
    expect(report).toMatchObject({ verified: false, seen: { n2: { state: broken } } });
  });

  test('a healed node without a quorum is up, its role none', async () => {
    const fake = fakeEnsemble(3);
    const nemesis = entry.create(fake.options);
    await nemesis.invoke({ f: strike, value: victims }, never);
    for (const name of fake.names) fake.roles.set(name, 'none');
    const report = await nemesis.invoke({ f: heal, value: null }, never);
    expect(report).toMatchObject({
      verified: true,
      seen: { n2: { state: 'running', role: 'none' } },
    });
  });

  test('a heal leaves nodes alone that suffer from something else', async () => {
    const fake = fakeEnsemble(3);
    const other = broken === 'dead' ? 'paused' : 'dead';
    fake.states.set(fake.name(1), other);
    const report = await entry.create(fake.options).invoke({ f: heal, value: null }, never);
    expect(report).toEqual({ verified: true, did: { [heal]: [] }, seen: {}, on: { nodes: [] } });
    expect(fake.states.get(fake.name(1))).toBe(other);
  });

  test('a heal leaves a node in the same state alone that it did not strike', async () => {
    const fake = fakeEnsemble(3);
    const nemesis = entry.create(fake.options);
    fake.states.set(fake.name(1), broken);
    await nemesis.invoke({ f: strike, value: victims }, never);
    expect(await nemesis.invoke({ f: heal, value: null }, never)).toMatchObject({
      verified: true,
      did: { [heal]: ['n2'] },
    });
    expect([...fake.states.values()]).toEqual([broken, 'running', 'running']);
  });

  test("a node that it struck and helped up is another's matter afterwards", async () => {
    const fake = fakeEnsemble(3);
    const nemesis = entry.create(fake.options);
    await nemesis.invoke({ f: strike, value: victims }, never);
    await nemesis.invoke({ f: heal, value: null }, never);
    fake.states.set(fake.name(2), broken);
    await nemesis.invoke({ f: heal, value: null }, never);
    expect(fake.states.get(fake.name(2))).toBe(broken);
  });

  test('teardown helps every node up', async () => {
    const fake = fakeEnsemble(3);
    const nemesis = entry.create(fake.options);
    await nemesis.invoke({ f: strike, value: victims }, never);
    await nemesis.teardown(never);
    expect(new Set(fake.states.values())).toEqual(new Set(['running']));
  });
});

const LIVES = ['dead', 'running', 'dead', 'running', 'dead', 'running'];
const others = { who: 'named', nodes: ['n2', 'n3'] };

describe.each([
  { entry: crashLoop, strike: 'begin-crash-loop', heal: 'end-crash-loop', through: LIVES },
  { entry: freezeThenKill, strike: 'freeze-then-kill', heal: 'start-frozen', through: ['paused'] },
])('$entry.name', ({ entry, strike, heal, through }) => {
  const struck = async (toothless: readonly Call[] = []) => {
    const fake = fakeEnsemble(3, toothless);
    const nemesis = entry.create(fake.options);
    return { fake, nemesis, report: await nemesis.invoke({ f: strike, value: others }, never) };
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
  const report = await nemesis.invoke({ f: 'freeze-then-kill', value: others }, never);
  expect(report).toMatchObject({ verified: false, seen: { n2: 'dead' } });
});

test('a server that does not start between two crashes -> not verified', async () => {
  const nemesis = crashLoop.create(fakeEnsemble(3, ['start']).options);
  const report = await nemesis.invoke({ f: 'begin-crash-loop', value: others }, never);
  expect(report).toMatchObject({ verified: false, seen: { n2: 'dead' } });
});
