import { expect, test } from 'vitest';
import { SUPER_USER } from '../../src/client/members.ts';
import { target } from './docker-ensembles.ts';
import { freshRunId, patience } from './ensembles.ts';
import { places, sessionAt, valueIn } from './zookeeper-sessions.ts';

test('a server that a reconfiguration removed starts again, as an observer', async () => {
  const spec = { runId: freshRunId(), server: '3.9.6', voters: 3, observers: 0 };
  const ensemble = await target.start({ ...spec, reconfigurable: true }, patience());
  try {
    const roles = await ensemble.roles(patience());
    const leading = places(ensemble).filter(({ node }) => roles.get(node) === 'leader');
    const removed = ensemble.nodes.find(({ name }) => roles.get(name) === 'follower');
    if (removed === undefined) throw new RangeError('expected a follower, found none');
    const session = sessionAt(leading);
    await valueIn(session.addAuth('digest', Buffer.from(SUPER_USER)));
    await valueIn(session.reconfig({ leaving: removed.name.slice(1) }));
    await session.close();
    await removed.kill(patience());
    await removed.start(patience());
    await expect.poll(() => removed.role(patience()), { timeout: 30_000 }).toBe('observer');
  } finally {
    await ensemble.remove(patience());
  }
}, 120_000);
