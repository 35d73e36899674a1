/** How often a run's servers found that their trees differ from that of their leader, as they count it themselves. A
 *  count is no violation: a server that logs writes twice counts mismatches and loses nothing (docs/findings.md). */
import { readFileSync } from 'node:fs';
import { collectedFiles } from './collected.ts';

/** A line of the answer to `mntr`. */
const LINE = /^zk_digest_mismatches_count\t(\d+)$/m;
const MOST_CHARACTERS = 1_000;

interface Mismatches {
  /** A sentence for each server that counts any. */
  readonly notes: readonly string[];
  /** Servers that keep a count. */
  readonly servers: number;
}

/** Reads the counts that were collected into a run's folder; a run may have none. */
export function digestMismatches(folder: string): Mismatches {
  const counts = collectedFiles(folder, 'digest-mismatches').flatMap(({ name, path }) => {
    const [, count] = LINE.exec(readFileSync(path, 'utf8').slice(0, MOST_CHARACTERS)) ?? [];
    return count === undefined ? [] : [{ name, count: BigInt(count) }];
  });
  const found = counts.filter(({ count }) => count > 0n);
  return {
    notes: found.map(({ name, count }) => {
      const times = count === 1n ? 'once' : `${count} times`;
      return `${name} found ${times} that its tree differs from that of its leader (zk_digest_mismatches_count of mntr)`;
    }),
    servers: counts.length,
  };
}
