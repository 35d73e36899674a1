import { describe, expect, test } from 'vitest';
import { chooseImage } from '../../../../src/ensemble/docker/release/choose.ts';
import { recipeOf } from '../../../../src/ensemble/docker/release/recipe.ts';

const RECIPE = recipeOf('3.7.2', 'zoobreak/server:0123456789ab');
const OFFICIAL = 'zookeeper:3.7.2';

interface World {
  /** Images that the engine has. */
  readonly here?: readonly string[];
  /** Why the registry gives none. */
  readonly refused?: string;
  readonly unmakable?: boolean;
}

/** The image that is chosen, and what was done for it. */
async function chosen({ here = [], refused, unmakable = false }: World) {
  const did: string[] = [];
  const image = await chooseImage(RECIPE, {
    has: async name => here.includes(name),
    pull: async name => {
      did.push(`pull ${name}`);
      return refused;
    },
    make: async ({ version }, why) => {
      did.push(`make ${version} (${why})`);
      if (unmakable) throw new Error('no Maven');
    },
  });
  return { image, did };
}

describe('the image of a release is', () => {
  test('the official one that the engine has, and nothing is asked for', async () =>
    expect(await chosen({ here: [OFFICIAL, RECIPE.image] })).toEqual({ image: OFFICIAL, did: [] }));

  test('else the one that was made before', async () =>
    expect(await chosen({ here: [RECIPE.image] })).toEqual({ image: RECIPE.image, did: [] }));

  test('else the official one of a registry', async () =>
    expect(await chosen({})).toEqual({ image: OFFICIAL, did: [`pull ${OFFICIAL}`] }));

  test('no registry gives one -> it is made, and told why', async () =>
    expect(await chosen({ refused: 'no such host' })).toEqual({
      image: RECIPE.image,
      did: [`pull ${OFFICIAL}`, 'make 3.7.2 (no such host)'],
    }));

  test('none, where it cannot be made', () =>
    expect(chosen({ refused: 'no such host', unmakable: true })).rejects.toThrow('no Maven'));
});
