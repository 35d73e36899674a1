import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jarsOfArchive } from '../../../../src/ensemble/docker/release/archive.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-archive-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** An archive with these files, each with its name as content. */
async function archive(...names: readonly string[]): Promise<string> {
  const file = join(folder, 'apache-zookeeper-3.9.4-bin.tar.gz');
  const tar = pack();
  for (const name of names) tar.entry({ name }, name);
  tar.finalize();
  await pipeline(tar, createGzip(), createWriteStream(file));
  return file;
}

const jarsOf = (file: string) => jarsOfArchive(file, AbortSignal.timeout(10_000));

test('the jars of a release are those in lib', async () => {
  const file = await archive(
    'apache-zookeeper/lib/zookeeper-jute-3.9.4.jar',
    'apache-zookeeper/lib/zookeeper-3.9.4.jar',
    'apache-zookeeper/lib/LICENSE.txt',
    'apache-zookeeper/bin/zkServer.sh',
    'apache-zookeeper/contrib/other/zookeeper-9.jar',
  );
  const jars = await jarsOf(file);
  expect(jars.map(({ name, bytes }) => [name, String(bytes)])).toEqual([
    ['zookeeper-3.9.4.jar', 'apache-zookeeper/lib/zookeeper-3.9.4.jar'],
    ['zookeeper-jute-3.9.4.jar', 'apache-zookeeper/lib/zookeeper-jute-3.9.4.jar'],
  ]);
});

test('3.4 has its own jar beside lib', async () => {
  const file = await archive(
    'zookeeper-3.4.6/zookeeper-3.4.6.jar',
    'zookeeper-3.4.6/lib/netty-3.7.0.Final.jar',
    'zookeeper-3.4.6/dist-maven/zookeeper-3.4.6-sources.jar',
  );
  expect((await jarsOf(file)).map(({ name }) => name)).toEqual([
    'netty-3.7.0.Final.jar',
    'zookeeper-3.4.6.jar',
  ]);
});

test('an archive of sources is refused', async () =>
  expect(jarsOf(await archive('zookeeper/pom.xml', 'zookeeper/lib/other.jar'))).rejects.toThrow(
    "expected a server's jar, lib/zookeeper-VERSION.jar, found 1 jars without it",
  ));

test('a file that is no archive is refused', async () => {
  const file = join(folder, 'zookeeper-3.9.4.tar.gz');
  await writeFile(file, 'text');
  await expect(jarsOf(file)).rejects.toThrow('expected a gzipped tar, but reading it failed');
});

test('a path without a file is refused', () =>
  expect(jarsOf(join(folder, 'none.tar.gz'))).rejects.toThrow('expected an archive, found none'));
