import { expect, test } from 'vitest';
import { recipeOf, withoutLogging } from '../../../../src/ensemble/docker/release/recipe.ts';

const BASE = 'zoobreak/server:0123456789ab';

test("the image of a release adds its jars to our server image, apart from Debian's of the same version", () => {
  const { dockerfile, image } = recipeOf('3.7.2', BASE);
  expect(dockerfile).toBe(
    'FROM zoobreak/server:0123456789ab\nCOPY jars /opt/zookeeper/3.7.2-apache/\nENV ZOO_VERSION=3.7.2-apache\n',
  );
  expect(image).toMatch(/^zoobreak\/release:3\.7\.2-[0-9a-f]{12}$/);
});

test('another version, base or content makes another image, the same makes the same', () => {
  const images = [
    recipeOf('3.7.2', BASE),
    recipeOf('3.7.1', BASE),
    recipeOf('3.7.2', 'zoobreak/server:ba9876543210'),
    recipeOf('3.7.2', BASE, 'an archive'),
    recipeOf('3.7.2', BASE, 'another archive'),
  ].map(({ image }) => image);
  expect(new Set(images).size).toBe(5);
  expect(recipeOf('3.7.2', BASE).image).toBe(images[0]);
});

test('logging is that of our image', () => {
  const names = [
    'log4j-1.2.17.jar',
    'logback-core-1.2.13.jar',
    'netty-common-4.1.94.Final.jar',
    'reload4j-1.2.19.jar',
    'slf4j-api-1.7.35.jar',
    'zookeeper-3.7.2.jar',
    'zookeeper-jute-3.7.2.jar',
  ];
  const jars = names.map(name => ({ name, bytes: new Uint8Array() }));
  expect(withoutLogging(jars).map(({ name }) => name)).toEqual([
    'netty-common-4.1.94.Final.jar',
    'zookeeper-3.7.2.jar',
    'zookeeper-jute-3.7.2.jar',
  ]);
});
