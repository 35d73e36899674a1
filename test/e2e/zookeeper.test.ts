/** The client against the four real versions: each request is understood, and does what it says. */
import { describe, expect, test, vi } from 'vitest';
import { SHIPPED_VERSIONS } from '../../src/ensemble/profile.ts';
import { started } from './docker-ensembles.ts';
import { patience } from './ensembles.ts';
import { understandsAccess } from './zookeeper/access.ts';
import { groundOf } from './zookeeper/ground.ts';
import { understandsMulti } from './zookeeper/multi.ts';
import { understandsSessions } from './zookeeper/sessions.ts';
import { understandsWatches } from './zookeeper/watches.ts';
import { understandsZnodes } from './zookeeper/znodes.ts';
import { can, errorOf, places, valueIn } from './zookeeper-sessions.ts';

async function containersOf(version: string) {
  const ensemble = await started(version);
  const dispose = (): Promise<void> => ensemble.remove(patience());
  return { servers: places(ensemble), [Symbol.asyncDispose]: dispose };
}

describe.each(SHIPPED_VERSIONS)('ZooKeeper %s', version => {
  const ground = groundOf(version, () => containersOf(version));
  const { fresh, opened } = ground;
  describe('znodes', () => understandsZnodes(ground));
  describe('multi', () => understandsMulti(ground));
  describe('access', () => understandsAccess(ground));
  describe('watches', () => understandsWatches(ground));
  describe('sessions', () => understandsSessions(ground));

  if (!can(version, 'persistentWatches')) {
    test('a request that came later -> UNIMPLEMENTED, and the session lives on', async () => {
      const one = opened();
      await valueIn(one.exists('/'));
      const { id } = one;
      expect(await errorOf(one.addWatch('/', 'persistent'))).toBe('UNIMPLEMENTED');
      await vi.waitFor(async () => expect(await errorOf(one.exists('/'))).toBe('ok'));
      expect(one.id).toBe(id);
    });
  } else {
    test('a reconfiguration is refused where none is allowed', async () => {
      const { session } = await fresh();
      const refused = session.reconfig({ leaving: '3' });
      expect(await errorOf(refused)).toBe('RECONFIGDISABLED');
    });
  }
});
