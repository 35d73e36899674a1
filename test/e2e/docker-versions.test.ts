/** Every version we ship, and any image, forms an ensemble. */
import { describe, expect, test } from 'vitest';
import type { Ensemble } from '../../src/contract.ts';
import { connect } from '../../src/ensemble/docker/engine.ts';
import { ourImages } from '../../src/ensemble/docker/image.ts';
import { SHIPPED_VERSIONS } from '../../src/ensemble/profile.ts';
import { freshRunId, leftOf, patience, started } from './docker-ensembles.ts';

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
    }),
  );

  test('of an image that is named', async () => {
    const docker = await connect();
    await docker.getImage(ourImages().server).tag({ repo: 'zoobreak-test/server', tag: 'named' });
    const starting = started('zoobreak-test/server:named', { voters: 1 });
    await withEnsemble(starting, async ensemble => {
      expect(ensemble.facts.image).toBe('zoobreak-test/server:named');
      expect(await rolesIn(ensemble)).toEqual(['standalone']);
      expect(ensemble.supports('clock')).toEqual({ ok: true });
    });
    await docker.getImage('zoobreak-test/server:named').remove();
  });
});

describe('an ensemble that cannot form', () => {
  test('says which server exited, shows its log, and leaves nothing', async () => {
    const runId = freshRunId();
    const image = await imageThatRuns('echo no such option; exit 3');
    const starting = started(image, { runId, voters: 1 });
    await expect(starting).rejects.toThrow(
      /never formed: the server of n1 exited with status 3;.*--- n1.no such option/s,
    );
    expect(await leftOf(runId)).toEqual([]);
    await (await connect()).getImage(image).remove();
  });
});

async function imageThatRuns(script: string): Promise<string> {
  const docker = await connect();
  const container = await docker.createContainer({
    Image: ourImages().tools,
    Cmd: ['sh', '-c', script],
  });
  await container.commit({ repo: 'zoobreak-test/broken', tag: 'latest' });
  await container.remove();
  return 'zoobreak-test/broken:latest';
}
