/** The readers that are fuzzed: what each does with bytes that it did not write. */
import { HISTORY_TARGETS } from './history-targets.ts';
import { RECORD_TARGETS } from './record-targets.ts';
import type { FuzzTarget } from './target.ts';

export const TARGETS: readonly FuzzTarget[] = [...HISTORY_TARGETS, ...RECORD_TARGETS];
