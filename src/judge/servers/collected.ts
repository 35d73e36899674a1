/** A file of each node, as it was collected into a run's folder. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FILES } from '../../store/results.ts';

interface Collected {
  readonly name: string;
  readonly path: string;
}

/** Returns the nodes that have the file, in the order of their names; a run may have none. */
export function collectedFiles(folder: string, file: string): readonly Collected[] {
  const nodes = join(folder, FILES.nodes);
  const names = existsSync(nodes) ? readdirSync(nodes).sort() : [];
  return names
    .map(name => ({ name, path: join(nodes, name, file) }))
    .filter(({ path }) => existsSync(path));
}
