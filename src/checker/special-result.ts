/** What a method that needs no search finds. */
import type { Operation } from '../history/history.ts';

export type Special =
  | { readonly kind: 'linearizable' }
  /** The operations that show it, and why they cannot be explained in words. */
  | {
      readonly kind: 'violation';
      readonly operations: readonly Operation[];
      readonly seen: string;
    };
