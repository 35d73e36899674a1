/** What is kept of a node after a run: what its server said, and its configuration. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { extract } from 'tar-stream';
import { within } from '../within.ts';
import { isMissing } from './engine.ts';
import type { DockerNode } from './node.ts';
import { serverLog } from './server-log.ts';

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
