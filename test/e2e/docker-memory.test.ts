/** A real server that is left hardly any memory, by the kernel's count, and gets what it wants again. */
import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { started } from './docker-ensembles.ts';
import { nodeAt, patience } from './ensembles.ts';

test.each([64, 1_024])(
  'an idle server with %i kB to spare waits for pages or is killed, and serves again once it is free',
  async spareKb => {
    const ensemble = await started('3.9.6', { voters: 1, faults: ['memory'] });
    try {
      expect(ensemble.supports('memory')).toEqual({ ok: true });
      const node = nodeAt(ensemble, 0);
      const { memory } = node;
      if (memory === undefined) throw new Error('expected memory that can be limited');
      expect(await memory.pressed(patience())).toBe(0);
      await memory.squeeze(spareKb * 1_024, patience());
      expect(await memory.pressed(patience())).toBeGreaterThan(0);
      await memory.free(patience());
      await node.kill(patience());
      await node.start(patience());
      await ensemble.whenServing(patience());
      await systemClock().sleep(200, patience());
      expect(await memory.pressed(patience())).toBe(0);
    } finally {
      await ensemble.remove(patience());
    }
  },
);
