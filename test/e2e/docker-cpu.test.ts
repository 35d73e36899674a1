/** A real server that is starved of processor time, by the kernel's count, and gets all of it again. */
import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { started } from './docker-ensembles.ts';
import { nodeAt, patience } from './ensembles.ts';

test('a server with little of a core is kept waiting, though it has nothing to do, and no more once it is free', async () => {
  const ensemble = await started('3.9.6', { voters: 1, faults: ['cpu'] });
  try {
    expect(ensemble.supports('cpu')).toEqual({ ok: true });
    const node = nodeAt(ensemble, 0);
    const { cpu } = node;
    if (cpu === undefined) throw new Error('expected processor time that can be limited');
    expect(await cpu.throttledMs(patience())).toBe(0);
    await cpu.limit(0.08, patience());
    expect(await cpu.throttledMs(patience())).toBeGreaterThan(0);
    await cpu.limit(0.01, patience());
    for (let asked = 0; asked < 10; asked++) await node.role(patience());
    const waited = await cpu.throttledMs(patience());
    expect(waited).toBeGreaterThan(100);
    await cpu.free(patience());
    await systemClock().sleep(200, patience());
    const before = await cpu.throttledMs(patience());
    for (let asked = 0; asked < 10; asked++) await node.role(patience());
    expect(await cpu.throttledMs(patience())).toBe(before);
  } finally {
    await ensemble.remove(patience());
  }
});
