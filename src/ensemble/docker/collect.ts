/** What is kept of a node after a run: its server's log, its configuration, and what it says of its tree's digests. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepDigests } from '../digests.ts';
import { within } from '../within.ts';
import { filesAt } from './files-at.ts';
import type { DockerNode } from './node.ts';
import { serverLog } from './server-log.ts';

/** Writes `server.log`, the configuration, and `digests` and `digest-mismatches` where the server has them, to
 *  `<folder>/<node>/`. */
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
  await keepDigests(node, own, options.signal);
  for (const [name, bytes] of files) await writeFile(join(own, name), bytes);
}
