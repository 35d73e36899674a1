/** What a method that needs no search finds. */
import type { Operation } from '../../history/history.ts';

export type Special = { readonly kind: 'linearizable' } | Violation;

export interface Violation {
  readonly kind: 'violation';
  /** The operations that show it. */
  readonly operations: readonly Operation[];
  /** Why they cannot be explained, in words. */
  readonly seen: string;
}

/** Operations may be named more than once. */
export function violation(operations: readonly Operation[], seen: string): Violation {
  return { kind: 'violation', operations: [...new Set(operations)], seen };
}
