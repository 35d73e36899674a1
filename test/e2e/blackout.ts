/** What a loss of power takes from servers: znodes that were acknowledged before it, and are looked for after it. */
import { expect } from 'vitest';
import type { Ensemble } from '../../src/contract.ts';
import { patience } from './ensembles.ts';
import { places, sessionAt } from './zookeeper-sessions.ts';

export const ZNODES: readonly string[] = Array.from({ length: 50 }, (_, at) => `/znode-${at}`);

export async function createAll(ensemble: Ensemble): Promise<void> {
  const session = sessionAt(places(ensemble));
  for (const path of ZNODES) await session.create(path, new Uint8Array());
  await session.close();
}

/** The znodes that a server still has. */
export async function found(ensemble: Ensemble): Promise<readonly string[]> {
  const session = sessionAt(places(ensemble));
  const reply = await session.getChildren('/');
  await session.close();
  if (!reply.ok) throw new Error(`getChildren: ${reply.error.name}`);
  return ZNODES.filter(path => reply.value.includes(path.slice(1)));
}

/** Takes the power from all nodes and gives it back. Returns the bytes that their disks lost. */
export async function blackout(ensemble: Ensemble): Promise<number> {
  const lost = await Promise.all(ensemble.nodes.map(node => node.losePower?.(patience())));
  for (const node of ensemble.nodes) {
    expect(await node.state(patience())).toBe('dead');
    await node.start(patience());
  }
  await ensemble.whenServing(patience());
  return lost.reduce((sum, each) => sum + (each?.bytes ?? 0), 0);
}
