/** Jars of releases in the user's cache: `jars/SHA256`, which releases share, and `VERSION.json`, the names and digests
 *  of a release's jars. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Jar } from './recipe.ts';

const manifest = z.array(
  z.strictObject({ name: z.string().regex(/^[\w.+-]+\.jar$/), sha256: z.hash('sha256') }),
);

/** $XDG_CACHE_HOME/zoobreak/releases. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'zoobreak', 'releases');
}

/** Undefined where the cache lacks one of them, or has another content than was stored. */
export async function jarsOfCache(
  folder: string,
  version: string,
): Promise<readonly Jar[] | undefined> {
  try {
    const listed = manifest.parse(JSON.parse(await readFile(manifestOf(folder, version), 'utf8')));
    const jars = await Promise.all(
      listed.map(async ({ name, sha256 }) => ({
        name,
        sha256,
        bytes: await readFile(join(folder, 'jars', sha256)),
      })),
    );
    return jars.every(({ sha256, bytes }) => digest(bytes) === sha256) ? jars : undefined;
  } catch {
    return undefined;
  }
}

export async function keepJars(
  folder: string,
  version: string,
  jars: readonly Jar[],
): Promise<void> {
  await mkdir(join(folder, 'jars'), { recursive: true });
  const listed = jars.map(({ name, bytes }) => ({ name, sha256: digest(bytes), bytes }));
  for (const { sha256, bytes } of listed) await writeWhole(join(folder, 'jars', sha256), bytes);
  const text = JSON.stringify(
    listed.map(({ name, sha256 }) => ({ name, sha256 })),
    null,
    2,
  );
  await writeWhole(manifestOf(folder, version), `${text}\n`);
}

/** Versions that were kept. */
export async function cachedVersions(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter(name => name.endsWith('.json')).map(name => name.slice(0, -'.json'.length));
}

const manifestOf = (folder: string, version: string): string => join(folder, `${version}.json`);

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Nobody who reads the path finds half of it. */
async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const part = `${path}.${randomUUID()}`;
  await writeFile(part, content);
  await rename(part, path);
}
