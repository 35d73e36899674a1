/** Every version we ship, and any image, forms an ensemble. */
import { describe, expect, test } from 'vitest';
import type { Ensemble } from '../../src/contract.ts';
import { connect } from '../../src/ensemble/docker/engine.ts';
import { ourImages } from '../../src/ensemble/docker/image.ts';
import { SHIPPED_VERSIONS } from '../../src/ensemble/profile.ts';
import { leftOf, started } from './docker-ensembles.ts';
import { collected, freshRunId, nodeAt, patience } from './ensembles.ts';

const rolesIn = async (ensemble: Ensemble): Promise<readonly string[]> =>
  [...(await ensemble.roles(patience())).values()].sort();

async function withEnsemble(
  starting: Promise<Ensemble>,
  use: (ensemble: Ensemble) => Promise<void>,
): Promise<void> {
  const ensemble = await starting;
  try {
    await use(ensemble);
  } finally {
    await ensemble.remove(patience());
  }
}

describe('an ensemble forms and its servers see their own clock', () => {
  test.each(SHIPPED_VERSIONS)('of %s, with an observer', version =>
    withEnsemble(started(version, { observers: 1 }), async ensemble => {
      expect(await rolesIn(ensemble)).toEqual(['follower', 'follower', 'leader', 'observer']);
      expect(ensemble.facts.serverVersion).toBe(version);
      expect(ensemble.supports('clock')).toEqual({ ok: true });
      const config = await collected(ensemble, nodeAt(ensemble, 3), 'zoo.cfg');
      const inOneLine = /^server\.4=[\d.]+:2888:3888:observer;2181$/m;
      const apart = /^clientPort=2181$(.|\n)*^server\.4=[\d.]+:2888:3888:observer$/m;
      expect(config).toMatch(version.startsWith('3.4.') ? apart : inOneLine);
      expect(config).toMatch(/^peerType=observer$/m);
      const mismatches = collected(ensemble, nodeAt(ensemble, 3), 'digest-mismatches');
      if (version.startsWith('3.4.')) await expect(mismatches).rejects.toThrow('ENOENT');
      else expect(await mismatches).toBe('zk_digest_mismatches_count\t0\n');
    }),
  );

  test('of an image that is named, its server another user', async () => {
    const image = await imageFrom(ourImages().server, [
      'USER 1000',
      ...['CONF', 'DATA', 'DATA_LOG'].map(name => `ENV ZOO_${name}_DIR=/tmp/zookeeper`),
    ]);
    await withEnsemble(started(image, { voters: 1 }), async ensemble => {
      const node = nodeAt(ensemble, 0);
      expect(ensemble.facts.image).toBe(image);
      expect(ensemble.supports('clock')).toEqual({ ok: true });
      await node.pause(patience());
      expect(await node.state(patience())).toBe('paused');
      await node.kill(patience());
      expect(await node.state(patience())).toBe('dead');
      await node.start(patience());
      await ensemble.whenServing(patience());
    });
    await (await connect()).getImage(image).remove();
  });
});

describe('an ensemble that cannot form', () => {
  test('says which server exited, shows its log, and leaves nothing', async () => {
    const runId = freshRunId();
    const image = await imageFrom(ourImages().tools, [
      'CMD ["sh", "-c", "echo no such option; exit 3"]',
    ]);
    const starting = started(image, { runId, voters: 1 });
    await expect(starting).rejects.toThrow(
      /never formed: the server of n1 exited with status 3;.*--- n1.no such option/s,
    );
    expect(await leftOf(runId)).toEqual([]);
    await (await connect()).getImage(image).remove();
  });
});

/** An image like another but for changes in a Dockerfile's words. */
async function imageFrom(base: string, changes: readonly string[]): Promise<string> {
  const docker = await connect();
  const container = await docker.createContainer({ Image: base, Cmd: [] });
  const name = { repo: 'zoobreak-test/image', tag: freshRunId() };
  await container.commit({ ...name, changes: changes.join('\n') });
  await container.remove();
  return `${name.repo}:${name.tag}`;
}
