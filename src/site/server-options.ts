/** What the results server serves. */
import type { Clock } from '../clock.ts';
import type { RunCard } from './card.ts';

export interface ServerOptions {
  /** The folder of all results. */
  readonly root: string;
  /** All runs as they are now. */
  readonly cards: () => Promise<readonly RunCard[]>;
  readonly clock: Clock;
}
