/** Tracks the state of a run in progress, and formats it as one line. */
import type { Role } from '../../contract.ts';
import type { CompletionType, Event } from '../../history/event.ts';
import { faultText, scopeText } from '../../history/fault-words.ts';
import { reportIn } from '../../history/nemesis-operations.ts';

type Counts = Record<CompletionType, number>;

/** Counts completions; `line` reports those since its last call. */
export class Progress {
  readonly #limitMs: number;
  readonly #nowMs: () => number;
  readonly #unit: string;
  #phase = 'starting';
  #phaseSinceMs: number;
  #lastAskedMs: number;
  #fault = 'none';
  #roles = '';
  #recent: Counts = { ok: 0, fail: 0, info: 0 };

  /** `limitMs`: how long the load lasts; `nowMs`: returns monotonic milliseconds; `unit`: the name of a
   * second of them. */
  constructor(limitMs: number, nowMs: () => number, unit: 's' | 'virtual s' = 's') {
    this.#limitMs = limitMs;
    this.#nowMs = nowMs;
    this.#unit = unit;
    this.#phaseSinceMs = nowMs();
    this.#lastAskedMs = this.#phaseSinceMs;
  }

  phase(name: string): void {
    this.#phase = name;
    this.#phaseSinceMs = this.#nowMs();
  }

  /** Receives each event of the history as it is written. */
  event(event: Event): void {
    const { process, type, f, fault } = event;
    if (process === 'nemesis') {
      this.#fault = faultText(f, reportIn(event).did, fault?.on ? scopeText(fault.on) : '');
    } else if (type !== 'invoke') this.#recent[type] += 1;
  }

  roles(roles: ReadonlyMap<string, Role>): void {
    this.#roles = [...roles].map(([node, role]) => `${node} ${role}`).join(', ');
  }

  /** `load 12 of 60 s | 198 ok 2 fail 0 info per s | nemesis kill: n2 | n1 leader, n2 none` */
  line(): string {
    const now = this.#nowMs();
    const seconds = Math.max(now - this.#lastAskedMs, 1) / 1000;
    this.#lastAskedMs = now;
    const rates = Object.entries(this.#recent).map(
      ([type, count]) => `${Math.round(count / seconds)} ${type}`,
    );
    this.#recent = { ok: 0, fail: 0, info: 0 };
    return [
      `${this.#phase} ${this.#elapsed(now)}`,
      `${rates.join(' ')} per ${this.#unit}`,
      `nemesis ${this.#fault}`,
      ...(this.#roles === '' ? [] : [this.#roles]),
    ].join(' | ');
  }

  #elapsed(now: number): string {
    const seconds = Math.round((now - this.#phaseSinceMs) / 1000);
    const limit = this.#phase === 'load' ? ` of ${this.#limitMs / 1000}` : '';
    return `${seconds}${limit} ${this.#unit}`;
  }
}
