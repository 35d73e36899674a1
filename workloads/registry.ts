/** All workloads: the command line's help and validation, `list` and the docs read this. */
import type { WorkloadEntry } from './entry.ts';
import { register } from './register.ts';

export const workloads: readonly WorkloadEntry[] = [register];
