/** The digests that a run's servers kept of their trees, as they were collected into its folder. */
import { readFileSync } from 'node:fs';
import { type Digests, digestsIn } from '../../checker/replicas/digests.ts';
import { collectedFiles } from './collected.ts';

/** A server answers with 1,024 short lines at most. */
const MOST_CHARACTERS = 100_000;

/** Returns them by node; a run may have none. */
export function serverDigests(folder: string): ReadonlyMap<string, Digests> {
  return new Map(
    collectedFiles(folder, 'digests').map(({ name, path }) => [
      name,
      digestsIn(readFileSync(path, 'utf8').slice(0, MOST_CHARACTERS)),
    ]),
  );
}
