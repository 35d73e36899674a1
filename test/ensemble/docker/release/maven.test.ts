/** The jars of a release through `mvn`: a command of the test's own, on a PATH of the test's own. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  jarsOfMaven,
  mavenArguments,
  mavenOnPath,
  pomOf,
} from '../../../../src/ensemble/docker/release/maven.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-mvn-'));
  vi.stubEnv('PATH', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function maven(script: string): Promise<void> {
  await writeFile(join(folder, 'mvn'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'mvn'), 0o755);
}

const jars = () => jarsOfMaven('3.7.2', AbortSignal.timeout(10_000));

test('the command copies what the release needs at run time, and is strict about checksums', () =>
  expect(mavenArguments('/tmp/pom.xml', '/tmp/jars')).toEqual([
    '--batch-mode',
    '--quiet',
    '--strict-checksums',
    '--file',
    '/tmp/pom.xml',
    'dependency:copy-dependencies',
    '-DincludeScope=runtime',
    '-DoutputDirectory=/tmp/jars',
  ]));

test('the project depends on the release alone', () => {
  const pom = pomOf('3.7.2');
  expect(pom.match(/<dependency>/g)).toHaveLength(1);
  expect(pom).toMatch(
    /<groupId>org\.apache\.zookeeper<\/groupId>\s*<artifactId>zookeeper<\/artifactId>\s*<version>3\.7\.2<\/version>/,
  );
});

test('jars are those that Maven copied, by name', async () => {
  await maven(
    'for word; do out=$word; done; out=/$(echo "$out" | /usr/bin/cut -d/ -f2-); /bin/mkdir "$out"; printf two >"$out/b.jar"; printf one >"$out/a.jar"; printf x >"$out/notes.txt"',
  );
  const found = await jars();
  expect(found.map(({ name, bytes }) => [name, String(bytes)])).toEqual([
    ['a.jar', 'one'],
    ['b.jar', 'two'],
  ]);
});

describe('a release cannot be had', () => {
  test('without Maven: the error names the alternatives', async () => {
    await expect(jars()).rejects.toThrow('this machine has no Maven: mvn is not on the PATH');
    await expect(jars()).rejects.toHaveProperty(
      'remedy',
      "Install Maven, or name Apache's archive (--server ./apache-zookeeper-3.7.2-bin.tar.gz), an image (--server zookeeper:3.7.2), or a version that ships (3.4.13, 3.8.0, 3.9.3, 3.9.6).",
    );
  });

  test('where Maven fails: the error says what Maven said first', async () => {
    await maven(String.raw`printf '\033[0m[ERROR] Could not find artifact\n[ERROR] \n'; exit 1`);
    await expect(jars()).rejects.toThrow(/^Maven did not get it: Could not find artifact$/);
  });
});

test('Maven is looked for on the PATH', async () => {
  expect(await mavenOnPath(folder)).toBeUndefined();
  await maven('');
  expect(await mavenOnPath(`/nowhere:${folder}`)).toBe(join(folder, 'mvn'));
});
