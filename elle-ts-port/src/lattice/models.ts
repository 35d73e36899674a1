/**
 * Consistency models: which is stronger than which, and which anomalies each forbids directly.
 * Names are Adya's where he has one (`PL-3`); users see the friendly ones (`serializable`).
 */
import type { NamePair } from './digraph.ts';

/** Model -> the models right below it. */
const WEAKER: Readonly<Record<string, readonly string[]>> = {
  'PL-2': ['PL-1'],
  'PL-2+': ['PL-2L', 'PL-CS'],
  'PL-2.99': ['PL-CS', 'monotonic-atomic-view'],
  'PL-2L': ['PL-2'],
  'PL-3': ['PL-2.99', 'PL-3U', 'PL-SI', 'view-serializable'],
  'PL-3U': ['PL-FCV'],
  'PL-CS': ['PL-2'],
  'PL-FCV': ['PL-2+'],
  'PL-MSR': ['PL-2'],
  'PL-SI': ['PL-FCV', 'PL-MSR', 'monotonic-atomic-view', 'parallel-snapshot-isolation', 'prefix'],
  'PL-SS': [
    'PL-3',
    'PL-SI',
    'linearizable',
    'session-serializable',
    'strong-session-serializable',
    'strong-snapshot-isolation',
  ],
  PRAM: ['monotonic-reads', 'monotonic-writes', 'read-your-writes'],
  causal: ['PRAM', 'writes-follow-reads'],
  'causal-cerone': ['read-atomic'],
  linearizable: ['sequential'],
  'monotonic-atomic-view': ['PL-2'],
  'parallel-snapshot-isolation': ['causal-cerone', 'update-atomic'],
  prefix: ['causal-cerone'],
  'read-atomic': ['monotonic-atomic-view'],
  sequential: ['causal'],
  'session-serializable': ['1SR'],
  'strong-PL-1': ['strong-session-PL-1'],
  'strong-PL-2': ['strong-PL-1', 'strong-session-PL-2'],
  'strong-session-PL-1': ['PL-1'],
  'strong-session-PL-2': ['PL-2', 'strong-session-PL-1'],
  'strong-session-serializable': ['PL-3', 'strong-session-snapshot-isolation'],
  'strong-session-snapshot-isolation': ['PL-SI', 'strong-session-PL-2'],
  'strong-snapshot-isolation': ['strong-PL-2', 'strong-session-snapshot-isolation'],
  'update-atomic': ['read-atomic'],
};

/** Model -> the anomalies that it forbids and no weaker model does. */
const FORBIDS: Readonly<Record<string, readonly string[]>> = {
  'PL-1': ['G0', 'PL-1-cycle-exists', 'cyclic-versions', 'duplicate-elements'],
  'PL-2': ['G1', 'PL-2-cycle-exists'],
  'PL-2+': ['G-single', 'G1'],
  'PL-2.99': ['G1', 'G2-item', 'PL-2.99-cycle-exists', 'lost-update'],
  'PL-2L': ['G-monotonic', 'G1'],
  'PL-3': ['G1', 'G2', 'PL-3-cycle-exists', 'internal', 'predicate-read-miss'],
  'PL-3U': ['G-update', 'G1'],
  'PL-CS': ['G-cursor', 'G1', 'lost-update'],
  'PL-FCV': ['G-SIb', 'G1'],
  'PL-MSR': ['G-MSR', 'G1'],
  'PL-SI': ['G-SI', 'G-nonadjacent', 'G1', 'PL-SI-cycle-exists', 'internal'],
  'PL-SS': ['G1', 'G1c-realtime', 'G2-realtime', 'PL-SS-cycle-exists'],
  'causal-cerone': ['G1a', 'internal'],
  'parallel-snapshot-isolation': ['G1a', 'internal'],
  prefix: ['G1a', 'internal'],
  'read-atomic': ['G1a', 'future-read', 'internal'],
  'strong-PL-1': ['G0-realtime', 'strong-PL-1-cycle-exists'],
  'strong-PL-2': ['G1c-realtime', 'strong-PL-2-cycle-exists'],
  'strong-session-PL-1': ['G0-process', 'strong-session-PL-1-cycle-exists'],
  'strong-session-PL-2': ['G1c-process', 'strong-session-PL-2-cycle-exists'],
  'strong-session-serializable': [
    'G1-process',
    'G2-process',
    'strong-session-serializable-cycle-exists',
  ],
  'strong-session-snapshot-isolation': [
    'G-nonadjacent-process',
    'G1-process',
    'internal',
    'strong-session-snapshot-isolation-cycle-exists',
  ],
  'strong-snapshot-isolation': [
    'G-nonadjacent-realtime',
    'G1-realtime',
    'internal',
    'strong-snapshot-isolation-cycle-exists',
  ],
  'update-atomic': ['lost-update'],
};

/** Name that users may give -> our name. */
const CANONICAL: Readonly<Record<string, string>> = {
  'conflict-serializable': 'PL-3',
  'consistent-view': 'PL-2+',
  'cursor-stability': 'PL-CS',
  'forward-consistent-view': 'PL-FCV',
  'monotonic-snapshot-read': 'PL-MSR',
  'monotonic-view': 'PL-2L',
  'read-committed': 'PL-2',
  'read-uncommitted': 'PL-1',
  'repeatable-read': 'PL-2.99',
  serializable: 'PL-3',
  'snapshot-isolation': 'PL-SI',
  'strict-serializable': 'PL-SS',
  'strong-read-committed': 'strong-PL-2',
  'strong-read-uncommitted': 'strong-PL-1',
  'strong-serializable': 'PL-SS',
  'strong-session-read-committed': 'strong-session-PL-2',
  'strong-session-read-uncommitted': 'strong-session-PL-1',
  'update-serializable': 'PL-3U',
};

/** Our name -> the name that results use, where they differ. */
const FRIENDLY: Readonly<Record<string, string>> = {
  'PL-1': 'read-uncommitted',
  'PL-2': 'read-committed',
  'PL-2+': 'consistent-view',
  'PL-2.99': 'repeatable-read',
  'PL-2L': 'monotonic-view',
  'PL-3': 'serializable',
  'PL-3U': 'update-serializable',
  'PL-CS': 'cursor-stability',
  'PL-FCV': 'forward-consistent-view',
  'PL-MSR': 'monotonic-snapshot-read',
  'PL-SI': 'snapshot-isolation',
  'PL-SS': 'strong-serializable',
  'strong-PL-1': 'strong-read-uncommitted',
  'strong-PL-2': 'strong-read-committed',
  'strong-session-PL-1': 'strong-session-read-uncommitted',
  'strong-session-PL-2': 'strong-session-read-committed',
};

const pairsOf = (table: Readonly<Record<string, readonly string[]>>): NamePair[] =>
  Object.entries(table).flatMap(([a, bs]) => bs.map((b): NamePair => [a, b]));

/** [stronger, weaker] */
export const MODELS: readonly NamePair[] = pairsOf(WEAKER);
/** [model, anomaly] */
export const FORBIDDEN: readonly NamePair[] = pairsOf(FORBIDS);

/** All models, by our names. */
export const MODEL_NAMES: ReadonlySet<string> = new Set(MODELS.flat());

/** The models that some anomaly rules out, by our names. */
export const JUDGED_MODELS: ReadonlySet<string> = new Set(FORBIDDEN.map(([model]) => model));

/** The names a user may give a model, sorted. */
export function knownModels(): string[] {
  return [...new Set([...MODEL_NAMES, ...Object.keys(CANONICAL)])].sort();
}

/** Our name of a model, or undefined when there is no such model. */
export function canonicalModel(name: string): string | undefined {
  const canonical = CANONICAL[name] ?? name;
  return MODEL_NAMES.has(canonical) ? canonical : undefined;
}

/** The name that results use. */
export function friendlyModel(name: string): string {
  return FRIENDLY[name] ?? name;
}
