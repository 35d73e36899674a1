import { describe, expect, test } from 'vitest';
import { isRefusal, parseAim } from '../../nemesis/aim.ts';
import { diskError } from '../../nemesis/disk-error.ts';
import { diskFull } from '../../nemesis/disk-full.ts';
import type { NemesisEntry } from '../../nemesis/entry.ts';
import { slowDisk } from '../../nemesis/slow-disk.ts';
import { nemesis as forNemesis, simulate } from '../../src/generator/index.ts';
import { type Call, fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const value = { who: { who: 'named', nodes: ['n2'] }, trouble: { kind: 'full' } };
const start = { f: 'start-disk-full', value };
const stop = { f: 'stop-disk-full', value: null };

const full = (toothless: readonly Call[] = []) => {
  const fake = fakeEnsemble(3, toothless);
  return { fake, nemesis: diskFull.create(fake.options) };
};

describe('a full disk', () => {
  test('that refused a call is verified, and no other disk is full', async () => {
    const { fake, nemesis } = full();
    expect(await nemesis.invoke(start, never)).toEqual({
      verified: true,
      did: { nodes: ['n2'], trouble: { kind: 'full' } },
      seen: { n2: { suffered: 1, state: 'running' } },
      on: { nodes: ['n2'] },
    });
    expect([...fake.disks.values()]).toEqual([[], ['full'], []]);
  });
  test('that refused nothing is not verified', async () =>
    expect(await full(['trouble']).nemesis.invoke(start, never)).toMatchObject({
      verified: false,
      seen: { n2: { suffered: 0 } },
    }));
  test('without a victim is not verified', async () => {
    const nobody = { ...value, who: { who: 'observers' } };
    const report = await full().nemesis.invoke({ f: start.f, value: nobody }, never);
    expect(report).toMatchObject({ verified: false, on: { nodes: [] } });
  });
});

describe('the recovery of a disk', () => {
  test('starts a server that has exited meanwhile', async () => {
    const { fake, nemesis } = full();
    await nemesis.invoke(start, never);
    fake.states.set(fake.name(2), 'dead');
    expect(await nemesis.invoke(stop, never)).toMatchObject({
      verified: true,
      did: { recovered: ['n2'], started: ['n2'] },
    });
    expect(fake.disks.get(fake.name(2))).toEqual(['full', 'recover']);
  });
  test('starts a server anew that runs and does not serve', async () => {
    const { fake, nemesis } = full();
    await nemesis.invoke(start, never);
    fake.roles.set(fake.name(2), 'none');
    expect(await nemesis.invoke(stop, never)).toMatchObject({ did: { started: ['n2'] } });
  });
  test('leaves a server alone that serves, and those that were not struck', async () => {
    const { fake, nemesis } = full();
    await nemesis.invoke(start, never);
    fake.states.set(fake.name(3), 'dead');
    expect(await nemesis.invoke(stop, never)).toMatchObject({ did: { started: [] } });
    expect(fake.states.get(fake.name(3))).toBe('dead');
  });
  test('of a server that does not start is not verified', async () => {
    const { fake, nemesis } = full(['start']);
    await nemesis.invoke(start, never);
    fake.states.set(fake.name(2), 'dead');
    expect(await nemesis.invoke(stop, never)).toMatchObject({
      verified: false,
      seen: { n2: { state: 'dead' } },
    });
  });
  test('at teardown is that of every disk, and every server is started', async () => {
    const { fake, nemesis } = full();
    fake.states.set(fake.name(1), 'dead');
    await nemesis.teardown(never);
    expect([...fake.disks.values()]).toEqual([['recover'], ['recover'], ['recover']]);
    expect(new Set(fake.states.values())).toEqual(new Set(['running']));
  });
});

/** The trouble of the first strike that is planned. */
function firstTrouble(entry: NemesisEntry, words: string): unknown {
  const aim = parseAim(entry, words);
  if (isRefusal(aim)) throw new RangeError(`expected ${aim.expected}, found ${aim.found}`);
  const { generator } = entry.create({ ...fakeEnsemble(3).options, aim });
  const imagine = () => ({ latencyNs: 1e6, type: 'ok', value: null }) as const;
  const [first] = simulate(forNemesis(generator), { threads: 1, limit: 2, imagine });
  return first?.value;
}

describe('a strike is aimed at', () => {
  test('a delay in ms, and at nodes', () =>
    expect(firstTrouble(slowDisk, 'ms=300,n3')).toEqual({
      who: { who: 'named', nodes: ['n3'] },
      trouble: { kind: 'slow', delayMs: 300 },
    }));
  test.each(['write', 'sync', 'short'])('the calls that fail: %s', of =>
    expect(firstTrouble(diskError, of)).toMatchObject({ trouble: { kind: 'error', of } }),
  );
});
