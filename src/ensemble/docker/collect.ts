/** What is kept of a node after a run: what its server said, and its configuration. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { extract } from 'tar-stream';
import { within } from '../within.ts';
import { isMissing } from './engine.ts';
import type { DockerNode } from './node.ts';

/** Writes `server.log` and the configuration to `<folder>/<node>/`. */
export async function collectNode(
  node: DockerNode,
  options: {
    readonly folder: string;
    readonly configPath: string;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const own = join(options.folder, node.name);
  await mkdir(own, { recursive: true });
  const [log, files] = await within(
    options.signal,
    Promise.all([serverLog(node.server), filesAt(node.server, options.configPath)]),
  );
  await writeFile(join(own, 'server.log'), log);
  for (const [name, bytes] of files) await writeFile(join(own, name), bytes);
}

/** Standard output and error of a container, of all its lives; the last `tail` lines only where given. */
export async function serverLog(container: Docker.Container, tail?: number): Promise<string> {
  const bytes = await container.logs({
    stdout: true,
    stderr: true,
    ...(tail === undefined ? {} : { tail }),
  });
  return unframed(bytes).toString();
}

/** The output without the engine's frames: each has a header of eight bytes, the last four its length.
 * Engine API, "Attach to a container", stream format. */
export function unframed(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at + 4);
    parts.push(bytes.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** The files of a path in a container, by their base names; none where the path is not there. */
async function filesAt(
  container: Docker.Container,
  path: string,
): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  try {
    const archive = (await container.getArchive({ path })).pipe(extract());
    for await (const entry of archive) {
      const bytes = await buffer(entry);
      if (entry.header.type === 'file') files.set(entry.header.name.replace(/^.*\//, ''), bytes);
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return files;
}
