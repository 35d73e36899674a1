/** What a trace's servers were configured with, and when faults disturbed them. Times in milliseconds unless named. */
import { type Disturbed, isCalm, matters } from '../disturbed.ts';

/** How late a server and a client on a busy machine may be. */
const BUSY_MS = 5_000;
/** Ticks by which an expiry may be late: the follower's next report, the rounding of deadlines, the next pass. */
const EXPIRY_TICKS = 3;
/** Ticks for which a follower may not have reported that it heard of a session. */
const UNREPORTED_TICKS = 4;

/** The configuration of the servers, as far as it is known. */
export interface ServerLimits {
  readonly tickMs?: number | undefined;
  readonly minSessionMs?: number | undefined;
  readonly maxSessionMs?: number | undefined;
  /** Between two searches for containers and TTL znodes to remove. */
  readonly containerCheckMs?: number | undefined;
}

/** Reads the configuration from what a target reports about its ensemble. */
export function limitsIn(facts: Readonly<Record<string, string>>): ServerLimits {
  const number = (name: string): number | undefined => {
    const value = Number(facts[name]);
    return Number.isFinite(value) ? value : undefined;
  };
  return {
    tickMs: number('tickMs'),
    minSessionMs: number('minSessionMs'),
    maxSessionMs: number('maxSessionMs'),
    containerCheckMs: number('containerCheckMs'),
  };
}

export class Times {
  readonly limits: ServerLimits;
  readonly #disturbed: readonly Disturbed[];

  constructor(disturbed: readonly Disturbed[], limits: ServerLimits) {
    this.#disturbed = disturbed;
    this.limits = limits;
  }

  /** Whether no fault may have disturbed the servers between two times. */
  isCalm(fromNs: number, toNs: number): boolean {
    return isCalm(this.#disturbed, fromNs, toNs);
  }

  /** Returns how much sooner than its timeout a session may expire: 0 while servers are undisturbed; while they crash,
   * what a follower had not reported to its leader yet. Undefined otherwise: a server that was paused or cut off may
   * say that a session has expired, but only the leader of a quorum can close one. */
  earlyMs(fromNs: number, toNs: number): number | undefined {
    const faults = this.#disturbed.filter(fault => matters(fault, fromNs, toNs));
    if (faults.length === 0) return 0;
    const { tickMs } = this.limits;
    const isKnown = tickMs !== undefined && faults.every(({ crash }) => crash === true);
    return isKnown ? UNREPORTED_TICKS * tickMs : undefined;
  }

  /** Returns how long a session may be silent before it must have expired. */
  silenceMs(timeoutMs: number): number {
    const { tickMs } = this.limits;
    return timeoutMs + BUSY_MS + (tickMs === undefined ? timeoutMs : EXPIRY_TICKS * tickMs);
  }

  /** Returns the timeout that a server grants; undefined if its limits are unknown. */
  grantedMs(askedMs: number): number | undefined {
    const { minSessionMs, maxSessionMs } = this.limits;
    if (minSessionMs === undefined || maxSessionMs === undefined) return undefined;
    return Math.min(Math.max(askedMs, minSessionMs), maxSessionMs);
  }

  /** Returns how long after it is due a container or TTL znode may still be there; undefined if unknown. */
  removalMs(): number | undefined {
    const { containerCheckMs } = this.limits;
    return containerCheckMs === undefined ? undefined : 2 * containerCheckMs + BUSY_MS;
  }
}
