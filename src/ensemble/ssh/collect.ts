/** What is kept of a node after a run: what its server said, its configuration, its data. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runFolder } from './install.ts';
import type { SshNode } from './node.ts';
import { download } from './upload.ts';

const FILES: readonly (readonly [string, string])[] = [
  ['server.log', 'server.log'],
  ['conf/zoo.cfg', 'zoo.cfg'],
  ['data.tar.gz', 'data.tar.gz'],
];

/** Writes `server.log`, `zoo.cfg` and `data.tar.gz` (snapshots and logs) to `<folder>/<node>/`. */
export async function collectNode(
  { name, host, facts }: SshNode,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const own = join(folder, name);
  await mkdir(own, { recursive: true });
  await host.agent.ask(signal, 'pack');
  for (const [from, to] of FILES)
    await download(host, `${runFolder(facts)}/${from}`, join(own, to), signal);
}
