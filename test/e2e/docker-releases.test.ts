/** A release that does not ship, made from what the user's Maven brings, forms an ensemble. */
import { expect, test } from 'vitest';
import { ourImages } from '../../src/ensemble/docker/image.ts';
import { mavenOnPath } from '../../src/ensemble/docker/release/maven.ts';
import { recipeOf } from '../../src/ensemble/docker/release/recipe.ts';
import { started } from './docker-ensembles.ts';
import { patience } from './ensembles.ts';

const maven = await mavenOnPath();

test.skipIf(maven === undefined)('3.7.2 (skipped where there is no mvn)', async () => {
  const ensemble = await started('3.7.2', { voters: 1 });
  try {
    expect(ensemble.facts.serverVersion).toBe('3.7.2');
    expect([recipeOf('3.7.2', ourImages().server).image, 'zookeeper:3.7.2']).toContain(
      ensemble.facts.image,
    );
  } finally {
    await ensemble.remove(patience());
  }
});
