/** All targets; the first is the default. */
import { docker } from './docker/entry.ts';
import type { TargetEntry } from './entry.ts';
import { sim } from './sim/entry.ts';
import { ssh } from './ssh/entry.ts';

export const targets: readonly [TargetEntry, ...TargetEntry[]] = [docker, ssh, sim];

/** The target of that name; without a name, all that need no options. */
export function targetsFor(name: string | undefined): readonly TargetEntry[] {
  return targets.filter(target =>
    name === undefined ? target.needs === undefined : target.name === name,
  );
}
