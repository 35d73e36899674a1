/** All targets; the first is the default. */
import { docker } from './docker/entry.ts';
import type { TargetEntry } from './entry.ts';
import { sim } from './sim/entry.ts';
import { ssh } from './ssh/entry.ts';

export const targets: readonly [TargetEntry, ...TargetEntry[]] = [docker, ssh, sim];
