/** The jars of Apache's archive of a release, or of a build of one's own. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { NoServer } from './no-server.ts';
import type { Jar } from './recipe.ts';

/** `FOLDER/lib/*.jar`, where 3.4 has all but the server's own, `FOLDER/zookeeper-*.jar`. */
const JAR = /^(\.\/)?[^/]+\/(lib\/[^/]+|zookeeper-[^/]+)\.jar$/;
const SERVER = /^zookeeper-\d[^/]*\.jar$/;
const REMEDY =
  'Name a binary archive of ZooKeeper, such as ./apache-zookeeper-3.9.4-bin.tar.gz; the archives of sources have no jars.';

/** @throws {NoServer} where there is no such archive, or no server is in it. */
export async function jarsOfArchive(file: string, signal: AbortSignal): Promise<readonly Jar[]> {
  const path = resolve(file);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new NoServer(`${path}: expected an archive, found none`, REMEDY);
  const jars = await unpacked(path, signal);
  if (jars.some(({ name }) => SERVER.test(name))) return jars;
  const why = `${path}: expected a server's jar, lib/zookeeper-VERSION.jar, found ${jars.length} jars without it`;
  throw new NoServer(why, REMEDY);
}

async function unpacked(path: string, signal: AbortSignal): Promise<readonly Jar[]> {
  const jars: Jar[] = [];
  const archive = extract();
  archive.on('entry', ({ name, type }, content, next) => {
    if (type !== 'file' || !JAR.test(name)) {
      content.on('end', next).resume();
      return;
    }
    buffer(content).then(bytes => {
      jars.push({ name: basename(name), bytes });
      next();
    }, next);
  });
  try {
    await pipeline(createReadStream(path), createGunzip(), archive, { signal });
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new NoServer(`${path}: expected a gzipped tar, but reading it failed: ${why}`, REMEDY);
  }
  return jars.sort((one, other) => (one.name < other.name ? -1 : 1));
}
