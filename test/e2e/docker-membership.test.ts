/** A member of a real ensemble that is removed by a reconfiguration, and joins again as it was. */
import { expect, test } from 'vitest';
import { changeMembers } from '../../src/client/members.ts';
import { systemClock } from '../../src/clock.ts';
import type { ClientPlace, Ensemble } from '../../src/contract.ts';
import { silentLog } from '../../src/log.ts';
import { seededRandom } from '../../src/random.ts';
import { started } from './docker-ensembles.ts';
import { nodeAt, patience } from './ensembles.ts';

/** A client at every server but the last. */
function placeIn({ nodes }: Ensemble): ClientPlace {
  const servers = nodes.slice(0, -1).map(({ name, address }) => ({ node: name, address }));
  return {
    ...{ process: 0, servers, everyServer: servers, sessionTimeoutMs: 6_000 },
    ...{ operationTimeoutMs: 5_000, clock: systemClock(), random: seededRandom(1), log: silentLog },
  };
}

test('n3 leaves and joins again, as n1 and n3 say', async () => {
  const ensemble = await started('3.9.6', { reconfigurable: true, faults: ['membership'] });
  try {
    expect(ensemble.supports('membership')).toEqual({ ok: true });
    const place = placeIn(ensemble);
    const members = (at: number) => nodeAt(ensemble, at).members?.(patience());
    const found = await changeMembers(place, { kind: 'look', id: 3 }, patience());
    const line = 'line' in found ? found.line : '';
    expect(line).toMatch(/^server\.3=.*:participant/);
    await changeMembers(place, { kind: 'leave', id: 3 }, patience());
    await expect.poll(() => members(0), { timeout: 10_000 }).toEqual(['n1', 'n2']);
    expect(await changeMembers(place, { kind: 'look', id: 3 }, patience())).toEqual({
      why: 'server 3 is no member',
    });
    await changeMembers(place, { kind: 'join', line }, patience());
    await expect.poll(() => members(0), { timeout: 10_000 }).toEqual(['n1', 'n2', 'n3']);
    await ensemble.whenServing(patience());
    await expect.poll(() => members(2), { timeout: 10_000 }).toEqual(['n1', 'n2', 'n3']);
  } finally {
    await ensemble.remove(patience());
  }
});
