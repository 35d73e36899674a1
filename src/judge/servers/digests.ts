/** The digests that a run's servers kept of their trees, as they were collected into its folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Digests, digestsIn } from '../../checker/replicas/digests.ts';
import { FILES } from '../../store/results.ts';

/** A server answers with 1,024 short lines at most. */
const MOST_CHARACTERS = 100_000;

/** Returns them by node; a run may have none. */
export function serverDigests(folder: string): ReadonlyMap<string, Digests> {
  const nodes = join(folder, FILES.nodes);
  const names = existsSync(nodes) ? readdirSync(nodes).sort() : [];
  return new Map(
    names
      .map(name => [name, join(nodes, name, 'digests')] as const)
      .filter(([, path]) => existsSync(path))
      .map(([name, path]) => [
        name,
        digestsIn(readFileSync(path, 'utf8').slice(0, MOST_CHARACTERS)),
      ]),
  );
}
