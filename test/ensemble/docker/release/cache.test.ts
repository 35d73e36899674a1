import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  cachedVersions,
  cacheFolder,
  jarsOfCache,
  keepJars,
} from '../../../../src/ensemble/docker/release/cache.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-cache-'));
});
afterEach(() => rm(folder, { recursive: true }));

const jar = (name: string, content: string) => ({ name, bytes: Buffer.from(content) });
const NETTY = jar('netty-4.1.jar', 'netty');
const SERVER = jar('zookeeper-3.7.2.jar', 'server');

test('jars that were kept are found again', async () => {
  await keepJars(folder, '3.7.2', [NETTY, SERVER]);
  expect(await jarsOfCache(folder, '3.7.2')).toMatchObject([NETTY, SERVER]);
  expect(await cachedVersions(folder)).toEqual(['3.7.2']);
});

test('releases share the jars that they have in common', async () => {
  await keepJars(folder, '3.7.2', [NETTY, SERVER]);
  await keepJars(folder, '3.7.1', [NETTY, jar('zookeeper-3.7.1.jar', 'older')]);
  expect(await readdir(join(folder, 'jars'))).toHaveLength(3);
});

test('a release that was not kept is not found', async () => {
  expect(await jarsOfCache(folder, '3.7.2')).toBeUndefined();
  expect(await cachedVersions(join(folder, 'nowhere'))).toEqual([]);
});

test('a jar with another content than was kept makes its release not found', async () => {
  await keepJars(folder, '3.7.2', [SERVER]);
  const [digest = ''] = await readdir(join(folder, 'jars'));
  await writeFile(join(folder, 'jars', digest), 'damaged');
  expect(await jarsOfCache(folder, '3.7.2')).toBeUndefined();
});

test('a list that names a file elsewhere is not followed', async () => {
  const sha256 = '0'.repeat(64);
  await writeFile(join(folder, '3.7.2.json'), JSON.stringify([{ name: '../../evil.jar', sha256 }]));
  expect(await jarsOfCache(folder, '3.7.2')).toBeUndefined();
});

test('the cache is the one that the environment names', () =>
  expect(cacheFolder({ XDG_CACHE_HOME: '/caches' })).toBe('/caches/zoobreak/releases'));
