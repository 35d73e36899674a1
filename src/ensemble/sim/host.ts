/** What a server process uses of the machine it runs on: its name, its clocks and its timers. */
import type { Clock, Timer } from '../../clock.ts';
import type { NodeName } from '../../contract.ts';

export interface Host {
  readonly name: NodeName;
  /** Nanoseconds that grow over all processes of the machine: session ids are made of them. */
  readonly clock: Pick<Clock, 'nowNs'>;
  /** The time of day, in milliseconds since the epoch. */
  readonly wall: { nowMs(): number };
  /** Milliseconds of the monotonic clock. */
  nowMs(): number;
  after(delayMs: number, callback: () => void): Timer;
}
