/** The images of a run: ours, tagged by the hash of what they are built from, or one named by the user. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Docker from 'dockerode';
import { within } from '../within.ts';
import { isMissing } from './engine.ts';

/** The names of our images, tag included. */
interface OurImages {
  readonly tools: string;
  readonly server: string;
}

/** The build context: docker/images of the package, seen from src/ and from dist/src/. */
export function imagesFolder(): string {
  const found = ['../../../docker/images', '../../../../docker/images']
    .map(path => fileURLToPath(new URL(path, import.meta.url)))
    .find(folder => existsSync(join(folder, 'Dockerfile')));
  if (found === undefined) throw new Error('docker/images: expected beside src/, not found');
  return found;
}

export function ourImages(): OurImages {
  const tag = contentHash(imagesFolder());
  return { tools: `zoobreak/tools:${tag}`, server: `zoobreak/server:${tag}` };
}

/** 12 hex digits over the names and bytes of every file of a folder. */
function contentHash(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(file.slice(folder.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

/** The image's digest, or undefined where the engine does not have it. */
export async function digestOf(
  docker: Docker,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await within(signal, docker.getImage(name).inspect())).Id;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

interface Pulling {
  readonly signal: AbortSignal;
  /** How long the registry may take to answer. Default: as long as the signal lets it. */
  readonly answerMs?: number;
}

/** Downloads an image from its registry. */
export async function pull(
  docker: Docker,
  name: string,
  { signal, answerMs }: Pulling,
): Promise<void> {
  const bounds = answerMs === undefined ? [] : [AbortSignal.timeout(answerMs)];
  const stream = await within(AbortSignal.any([signal, ...bounds]), docker.pull(name));
  await progressOf(docker, stream, signal);
}

/** Returns the steps that the engine reported, once it has done the work. */
export function progressOf(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  return within(
    signal,
    new Promise<unknown[]>((resolve, reject) =>
      docker.modem.followProgress(stream, (error, all) => (error ? reject(error) : resolve(all))),
    ),
  );
}
