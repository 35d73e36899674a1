/** What the making of an ensemble's containers needs, the same for all of them. */
import type Docker from 'dockerode';
import type { Clock } from '../../clock.ts';
import type { FaultKind } from '../../contract.ts';
import type { ServerProfile } from '../profile.ts';
import type { Reach } from './engine.ts';

export interface Building {
  readonly docker: Docker;
  readonly clock: Clock;
  readonly runId: string;
  readonly profile: ServerProfile;
  readonly images: { readonly tools: string; readonly server: string };
  readonly reach: Reach;
  /** Faults to prepare for. */
  readonly faults: readonly FaultKind[];
  readonly signal: AbortSignal;
}
