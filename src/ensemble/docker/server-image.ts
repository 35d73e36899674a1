/** The image of a server, once the engine has it: ours, the user's, or one that is pulled or made. */
import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import type { Support } from '../../contract.ts';
import type { Log } from '../../log.ts';
import type { OtherServer } from '../other-server.ts';
import { profileOf, type ServerProfile } from '../profile.ts';
import { digestOf, ourImages, pull } from './image.ts';
import { jarsOfArchive } from './release/archive.ts';
import { cacheFolder, jarsOfCache, keepJars } from './release/cache.ts';
import { chooseImage } from './release/choose.ts';
import { makeImage } from './release/make.ts';
import { jarsOfMaven } from './release/maven.ts';
import { NoServer } from './release/no-server.ts';
import { type Jar, recipeOf } from './release/recipe.ts';

/** How long a registry may take to answer; the download may take longer. */
const ANSWER_MS = 20_000;

interface Fetching {
  readonly docker: Docker;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Why a server cannot be had; undefined where its image is there, or was pulled or made. */
export async function whyNoServer(
  server: string,
  fetching: Fetching,
): Promise<Exclude<Support, { ok: true }> | undefined> {
  try {
    await serverImage(profileOf(server), fetching);
    return undefined;
  } catch (error) {
    if (error instanceof NoServer)
      return { ok: false, why: `--server ${server}: ${error.message}`, remedy: error.remedy };
    const said = error instanceof Error ? error.message.trim() : String(error);
    const why = `the engine has no image ${server} and cannot pull it (${said}); build it, or name another with --server`;
    return { ok: false, why };
  }
}

/** @throws {NoServer} where a release cannot be had. */
export async function serverImage(
  { image }: Pick<ServerProfile, 'image'>,
  fetching: Fetching,
): Promise<{ readonly name: string; readonly digest: string }> {
  const name = await present(image, fetching);
  return { name, digest: (await digestOf(fetching.docker, name, fetching.signal)) ?? 'unknown' };
}

async function present(image: ServerProfile['image'], fetching: Fetching): Promise<string> {
  switch (image.kind) {
    case 'shipped':
      return pulledImage(ourImages().server, fetching);
    case 'named':
      return pulledImage(image.name, fetching);
    case 'release':
      return releaseImage(image.version, fetching);
    case 'archive':
      return archiveImage(image, fetching);
  }
}

async function pulledImage(name: string, { docker, log, signal }: Fetching): Promise<string> {
  if ((await digestOf(docker, name, signal)) !== undefined) return name;
  log.info('pulling the server image', { name });
  await pull(docker, name, { signal });
  return name;
}

async function releaseImage(version: string, fetching: Fetching): Promise<string> {
  const { docker, log, signal } = fetching;
  return chooseImage(recipeOf(version, ourImages().server), {
    has: async image => (await digestOf(docker, image, signal)) !== undefined,
    pull: image => whyNotPulled(image, fetching),
    make: async (recipe, refused) => {
      log.warn(`no registry gave the image of ${version}: making one through Maven`, { refused });
      const jars = await jarsOfRelease(version, signal).catch(explained(version, refused));
      await makeImage(docker, recipe, { jars, signal });
    },
  });
}

async function whyNotPulled(
  name: string,
  { docker, log, signal }: Fetching,
): Promise<string | undefined> {
  log.info('pulling the server image', { name });
  try {
    await pull(docker, name, { signal, answerMs: ANSWER_MS });
    const found = await digestOf(docker, name, signal);
    return found === undefined ? 'the download ended without it' : undefined;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error.message.trim() : String(error);
  }
}

/** Adds why the image was not pulled to why it cannot be made. */
function explained(version: string, refused: string): (error: unknown) => never {
  return error => {
    if (!(error instanceof NoServer)) throw error;
    const why = `the official image zookeeper:${version} cannot be pulled (${refused}), and ${error.message}`;
    throw new NoServer(why, error.remedy);
  };
}

async function jarsOfRelease(version: string, signal: AbortSignal): Promise<readonly Jar[]> {
  const folder = cacheFolder();
  const cached = await jarsOfCache(folder, version);
  if (cached !== undefined) return cached;
  const jars = await jarsOfMaven(version, signal);
  await keepJars(folder, version, jars);
  return jars;
}

async function archiveImage(
  { file, version }: Extract<OtherServer, { kind: 'archive' }>,
  { docker, log, signal }: Fetching,
): Promise<string> {
  const jars = await jarsOfArchive(file, signal);
  const recipe = recipeOf(version, ourImages().server, contentOf(jars));
  if ((await digestOf(docker, recipe.image, signal)) !== undefined) return recipe.image;
  log.info('making the server image from an archive', { file });
  await makeImage(docker, recipe, { jars, signal });
  return recipe.image;
}

function contentOf(jars: readonly Jar[]): string {
  const hash = createHash('sha256');
  for (const { name, bytes } of jars) hash.update(`${name} ${bytes.length}\n`).update(bytes);
  return hash.digest('hex');
}
