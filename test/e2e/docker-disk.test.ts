/** Disks of real servers: what a loss of power takes, and what it leaves. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { diskOf } from '../../nemesis/disk-trouble.ts';
import type { Ensemble, EnsembleSpec, NodeDisk } from '../../src/contract.ts';
import { blackout, createAll, found, ZNODES } from './blackout.ts';
import { started } from './docker-ensembles.ts';
import { collected, nodeAt, patience } from './ensembles.ts';
import { places, sessionAt } from './zookeeper-sessions.ts';

async function withEnsemble(
  wishes: Partial<EnsembleSpec>,
  use: (ensemble: Ensemble) => Promise<void>,
): Promise<void> {
  const ensemble = await started('3.9.6', wishes);
  try {
    await use(ensemble);
  } finally {
    await ensemble.remove(patience());
  }
}

describe('a loss of power at all nodes', () => {
  test('takes acknowledged writes from servers that do not force them to disk', () =>
    withEnsemble({ faults: ['power'], config: ['forceSync=no'] }, async ensemble => {
      await createAll(ensemble);
      expect(await blackout(ensemble)).toBeGreaterThan(1000);
      expect((await found(ensemble)).length).toBeLessThan(ZNODES.length);
    }));

  test('takes none from servers that do', () =>
    withEnsemble({ faults: ['power'] }, async ensemble => {
      await createAll(ensemble);
      await blackout(ensemble);
      expect(await found(ensemble)).toEqual(ZNODES);
    }));

  test('after a kill takes nothing: the kernel had written it', () =>
    withEnsemble({ voters: 1, faults: ['power'], config: ['forceSync=no'] }, async ensemble => {
      await createAll(ensemble);
      await nodeAt(ensemble, 0).kill(patience());
      await nodeAt(ensemble, 0).start(patience());
      await ensemble.whenServing(patience());
      await blackout(ensemble);
      expect(await found(ensemble)).toEqual(ZNODES);
    }));
});

describe('a disk', () => {
  let ensemble: Ensemble;
  beforeAll(async () => {
    ensemble = await started('3.9.6', { voters: 1, faults: ['disk'] });
  });
  afterAll(() => ensemble.remove(patience()));
  const disk = (): NodeDisk => diskOf(nodeAt(ensemble, 0));
  /** Writes once, which may fail; ends with the disk healthy and the server serving. */
  const written = async (path: string): Promise<boolean> => {
    const session = sessionAt(places(ensemble), { operationTimeoutMs: 3_000 });
    const reply = await session.create(path, new Uint8Array());
    await session.close();
    return reply.ok;
  };
  const logged = (): Promise<string> => collected(ensemble, nodeAt(ensemble, 0), 'server.log');
  afterEach(async () => {
    await disk().recover(patience());
    await disk().killAt(undefined, patience());
    await nodeAt(ensemble, 0).kill(patience());
    await nodeAt(ensemble, 0).start(patience());
    await ensemble.whenServing(patience());
  });

  test('that is full stops the server, which says why', async () => {
    await disk().trouble({ kind: 'full' }, patience());
    expect(await written('/full')).toBe(false);
    expect(await disk().suffered(patience())).toBeGreaterThan(0);
    expect(await logged()).toContain('No space left on device');
  });
  test.each([
    ['write', 'Input/output error'],
    ['sync', 'Input/output error'],
  ] as const)('that fails at a %s stops the server, which says why', async (of, why) => {
    await disk().trouble({ kind: 'error', of, oneIn: 1 }, patience());
    expect(await written('/failed')).toBe(false);
    expect(await logged()).toContain(why);
  });
  test('that takes half of each write loses nothing', async () => {
    await disk().trouble({ kind: 'error', of: 'short', oneIn: 1 }, patience());
    expect(await written('/short')).toBe(true);
    expect(await disk().suffered(patience())).toBeGreaterThan(0);
  });
  test('that is slow answers late', async () => {
    await disk().trouble({ kind: 'slow', delayMs: 500 }, patience());
    const from = Date.now();
    expect(await written('/slow')).toBe(true);
    expect(Date.now() - from).toBeGreaterThanOrEqual(500);
  });
  test('kills its server at an fsync, before the write is acknowledged', async () => {
    await disk().killAt({ kind: 'fsync', count: 1 }, patience());
    expect(await written('/fsync')).toBe(false);
    expect(await nodeAt(ensemble, 0).state(patience())).toBe('dead');
  });
  test.each([
    ['wiped', { kind: 'wipe' }],
    ['cut short', { kind: 'cut', file: 'log', share: 0.4 }],
  ] as const)('that is %s has lost what it had', async (_, damage) => {
    expect(await written(`/${damage.kind}`)).toBe(true);
    await nodeAt(ensemble, 0).kill(patience());
    expect(await disk().damage(damage, patience())).toMatch(/files|bytes/);
    await nodeAt(ensemble, 0).start(patience());
    await ensemble.whenServing(patience());
    expect(await written(`/${damage.kind}`)).toBe(true);
  });
  test('that is restored has what it had when the copy was made', async () => {
    await disk().keep(patience());
    expect(await written('/new')).toBe(true);
    await nodeAt(ensemble, 0).kill(patience());
    await disk().damage({ kind: 'restore' }, patience());
    await nodeAt(ensemble, 0).start(patience());
    await ensemble.whenServing(patience());
    expect(await written('/new')).toBe(true);
  });
  test('names the bit that was changed', async () => {
    await nodeAt(ensemble, 0).kill(patience());
    expect(await disk().damage({ kind: 'flip', file: 'snapshot', share: 0 }, patience())).toMatch(
      /^snapshot\.\S+: bit 0 of byte 0 of \d+$/,
    );
  });
});

test('without a wish for it no power can be cut', () =>
  withEnsemble({ voters: 1 }, async ensemble => {
    expect(ensemble.supports('power')).toEqual({ ok: false, why: 'the run did not ask for it' });
    expect(nodeAt(ensemble, 0).losePower).toBeUndefined();
    expect(ensemble.supports('files')).toEqual({ ok: true });
  }));
