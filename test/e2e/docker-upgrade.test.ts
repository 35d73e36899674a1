/** A real server that is exchanged for another version keeps its data, and so does the one that comes back. */
import { expect, test } from 'vitest';
import type { Ensemble } from '../../src/contract.ts';
import { started, target } from './docker-ensembles.ts';
import { nodeAt, patience } from './ensembles.ts';
import { places, sessionAt } from './zookeeper-sessions.ts';

async function exchange(ensemble: Ensemble, to: string | undefined): Promise<string | undefined> {
  const node = nodeAt(ensemble, 0);
  await node.kill(patience());
  await node.version?.use(to, patience());
  await node.start(patience());
  await ensemble.whenServing(patience());
  return node.version?.said(patience());
}

async function children(ensemble: Ensemble): Promise<readonly string[]> {
  const session = sessionAt(places(ensemble));
  const reply = await session.getChildren('/');
  await session.close();
  return reply.ok ? reply.value : [];
}

test('3.8.0 to 3.9.6 and back, with a snapshot at each start', async () => {
  const ensemble = await started('3.8.0', { voters: 1, faults: ['upgrade'] });
  try {
    expect(ensemble.supports('upgrade')).toEqual({ ok: true });
    const session = sessionAt(places(ensemble));
    await session.create('/kept', new Uint8Array());
    await session.close();
    expect(await exchange(ensemble, '3.9.6')).toBe('3.9.6');
    expect(await children(ensemble)).toContain('kept');
    expect(await exchange(ensemble, undefined)).toBe('3.8.0');
    expect(await children(ensemble)).toContain('kept');
  } finally {
    await ensemble.remove(patience());
  }
});

test('servers of another image are refused before the start', async () => {
  await target.available(patience(), '3.4.13');
  expect(target.supports('upgrade')).toMatchObject({
    ok: false,
    why: expect.stringContaining('found --server 3.4.13'),
  });
});
