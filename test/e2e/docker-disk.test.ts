/** Disks of real servers: what a loss of power takes, and what it leaves. */
import { describe, expect, test } from 'vitest';
import type { Ensemble, EnsembleSpec } from '../../src/contract.ts';
import { started } from './docker-ensembles.ts';
import { nodeAt, patience } from './ensembles.ts';
import { places, sessionAt } from './zookeeper-sessions.ts';

const ZNODES = Array.from({ length: 50 }, (_, at) => `/znode-${at}`);

async function createAll(ensemble: Ensemble): Promise<void> {
  const session = sessionAt(places(ensemble));
  for (const path of ZNODES) await session.create(path, new Uint8Array());
  await session.close();
}

/** Those that a server still has. */
async function found(ensemble: Ensemble): Promise<readonly string[]> {
  const session = sessionAt(places(ensemble));
  const reply = await session.getChildren('/');
  await session.close();
  if (!reply.ok) throw new Error(`getChildren: ${reply.error.name}`);
  return ZNODES.filter(path => reply.value.includes(path.slice(1)));
}

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

/** Takes the power from all nodes and gives it back. Returns the bytes that their disks lost. */
async function blackout(ensemble: Ensemble): Promise<number> {
  const lost = await Promise.all(ensemble.nodes.map(node => node.losePower?.(patience())));
  for (const node of ensemble.nodes) {
    expect(await node.state(patience())).toBe('dead');
    await node.start(patience());
  }
  await ensemble.whenServing(patience());
  return lost.reduce((sum, each) => sum + (each?.bytes ?? 0), 0);
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

test('without a wish for it no power can be cut', () =>
  withEnsemble({ voters: 1 }, async ensemble => {
    expect(ensemble.supports('power')).toEqual({ ok: false, why: 'the run did not ask for it' });
    expect(nodeAt(ensemble, 0).losePower).toBeUndefined();
  }));
