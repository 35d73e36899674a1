/** All workloads: the command line's help and validation, `list` and the docs read this. */
import type { WorkloadEntry } from './entry.ts';
import { WORKLOADS } from './loaders.ts';

export const workloads: readonly WorkloadEntry[] = await Promise.all(
  Object.values(WORKLOADS).map(load => load()),
);
