import { describe, expect, test } from 'vitest';
import { atHand, type Found } from '../../../../src/ensemble/docker/release/at-hand.ts';
import { recipeOf } from '../../../../src/ensemble/docker/release/recipe.ts';

const OURS = 'zoobreak/server:0123456789ab';
const NOTHING: Found = { images: [], cached: [], maven: undefined, ours: OURS };

const how = (found: Partial<Found>, wanted: string) =>
  atHand({ ...NOTHING, ...found }).find(({ name }) => name === wanted)?.how;

describe('a version that ships', () => {
  test('is here with our image', () =>
    expect(how({ images: [OURS] }, '3.8.0')).toBe('here, in our image'));
  test('can be built', () => expect(how({}, '3.8.0')).toContain('which `zoobreak images` builds'));
  test('needs an engine', () =>
    expect(how({ images: undefined }, '3.8.0')).toContain('no engine answers'));
});

describe('a release is listed', () => {
  const made = recipeOf('3.7.2', OURS).image;
  test('that was made', () => expect(how({ images: [made] }, '3.7.2')).toBe(`here, as ${made}`));
  test('whose official image the engine has', () =>
    expect(how({ images: [made, 'zookeeper:3.7.2'] }, '3.7.2')).toBe('here, as zookeeper:3.7.2'));
  test('whose jars are in the cache', () =>
    expect(how({ cached: ['3.7.2'] }, '3.7.2')).toContain('its jars are in the cache'));

  test('not where it was made on another image of ours, nor for images of no release', () => {
    const images = [recipeOf('3.7.2', 'zoobreak/server:other').image, 'zookeeper:latest'];
    expect(atHand({ ...NOTHING, images })).toEqual(atHand(NOTHING));
  });

  test('the oldest first', () => {
    const cached = ['3.10.0', '3.7.2', '3.5.9'];
    const names = atHand({ ...NOTHING, cached }).map(({ name }) => name);
    expect(names.slice(4, 7)).toEqual(['3.5.9', '3.7.2', '3.10.0']);
  });
});

describe('any other release', () => {
  const OTHER = 'any other release from 3.4.6 on';
  test('comes through Maven', () =>
    expect(how({ maven: '/usr/bin/mvn' }, OTHER)).toContain('through Maven (/usr/bin/mvn)'));
  test('needs Maven where no registry answers', () =>
    expect(how({}, OTHER)).toContain('once mvn is on the PATH'));
});
