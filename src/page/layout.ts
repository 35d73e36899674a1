/** What a page holds of a run, as the report writes it and the page's script reads it.
 *
 * Operations are columns of 32-bit numbers, in order of their calls. A column is stored as four planes:
 * the lowest byte of all its numbers, then the next, which compresses to half of what whole numbers do.
 * Behind the columns stands UTF-8 text, a line for each operation: input and result with a tab between.
 * All of it is compressed (deflate, raw) and written in base64. */

/** No number: no node, no key, no completion, ... */
export const NONE = 0xffffffff;

/** In the order in which they are stored. `completion` counts from `index`; times are in the run's unit. */
export const COLUMNS = [
  'index',
  'completion',
  'call',
  'took',
  'process',
  'f',
  'type',
  'node',
  'error',
  'key',
  'session',
  'zxidHigh',
  'zxidLow',
] as const;

export type Column = (typeof COLUMNS)[number];

/** Columns that ascend: each number counts from the one before it. */
export const ASCENDING: ReadonlySet<Column> = new Set<Column>(['index', 'call']);

/** What the numbers of the column `type` mean. */
export const OUTCOMES = ['ok', 'fail', 'info'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** An active fault. Times in milliseconds, here and below, since the run's origin. */
export interface FaultShown {
  readonly nemesis: string;
  /** `n3 cut off from n1, n2 (quorum ports)` */
  readonly words: string;
  readonly from: number;
  readonly until: number;
  readonly verified: boolean;
  readonly nodes: readonly string[];
}

export interface RoleShown {
  readonly node: string;
  readonly role: string;
  readonly from: number;
  readonly until: number;
}

interface MarkShown {
  readonly kind: 'election' | 'expiration';
  readonly at: number;
  readonly text: string;
}

/** Everything but the operations; JSON. */
export interface Meta {
  readonly count: number;
  readonly unitNs: number;
  readonly end: number;
  /** Client threads: process p is of thread p mod concurrency. */
  readonly concurrency: number;
  /** What the numbers of the columns of these names stand for. */
  readonly f: readonly string[];
  readonly node: readonly string[];
  readonly error: readonly string[];
  readonly key: readonly string[];
  readonly session: readonly string[];
  readonly faults: readonly FaultShown[];
  readonly roles: readonly RoleShown[];
  readonly marks: readonly MarkShown[];
}

export const META_FIELDS: readonly (keyof Meta)[] = [
  ...(['count', 'unitNs', 'end', 'concurrency'] as const),
  ...(['f', 'node', 'error', 'key', 'session'] as const),
  ...(['faults', 'roles', 'marks'] as const),
];
