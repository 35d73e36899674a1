/**
 * Histories of a correct database: concurrent transactions, each of which takes effect at one moment
 * between its invocation and its completion. Strictly serializable by construction.
 */
import type { Event, Workload } from '../history/event.ts';
import { type Chance, seededChance } from './chance.ts';

export interface SerialOptions {
  readonly workload: Workload;
  readonly seed: number;
  /** Transactions to invoke; 100 by default. */
  readonly txns?: number;
  /** Logical processes; 5 by default. One whose transaction ended in `info` is replaced. */
  readonly processes?: number;
  /** Keys in use at a time; 3 by default. */
  readonly keys?: number;
  /** Writes after which a key is replaced by a new one; 16 by default. */
  readonly writesPerKey?: number;
  /** One transaction in `troubleEvery` fails, and as many are indeterminate; 0 for none, 10 by default. */
  readonly troubleEvery?: number;
}

/** A transaction on its way. `done` is its value once it has taken effect. */
interface Running {
  readonly mops: readonly (readonly unknown[])[];
  readonly outcome: 'ok' | 'fail' | 'info';
  done?: readonly (readonly unknown[])[];
}

/** The events, without indices. The same options give the same history. */
export function serialHistory(options: SerialOptions): Event[] {
  return [...serialEvents(options)];
}

/** The same, one by one: for histories that are not to be held in memory. */
export function* serialEvents(options: SerialOptions): Iterable<Event> {
  const { txns = 100, processes = 5 } = options;
  const chance = seededChance(options.seed);
  const database = new Database(options, chance);
  const running = new Map<number, Running>();
  const names = Array.from({ length: processes }, (_, i) => i);
  for (let invoked = 0; invoked < txns || running.size > 0; ) {
    const slot = chance.below(processes);
    const process = names[slot] ?? 0;
    const txn = running.get(process);
    if (!txn && invoked < txns) {
      const begun = database.begin();
      running.set(process, begun);
      yield { type: 'invoke', process, f: 'txn', value: begun.mops };
      invoked++;
    } else if (txn && !txn.done) {
      txn.done = database.apply(txn);
    } else if (txn?.done) {
      yield { type: txn.outcome, process, f: 'txn', value: txn.done };
      running.delete(process);
      if (txn.outcome === 'info') names[slot] = process + processes;
    }
  }
}

/** The state of the keys, and what to ask of them. */
class Database {
  private readonly options: SerialOptions;
  private readonly chance: Chance;
  private readonly values = new Map<unknown, unknown>();
  private readonly written = new Map<number, number>();
  private readonly active: number[];
  private fresh: number;

  constructor(options: SerialOptions, chance: Chance) {
    this.options = options;
    this.chance = chance;
    this.fresh = options.keys ?? 3;
    this.active = Array.from({ length: this.fresh }, (_, key) => key);
  }

  begin(): Running {
    const { troubleEvery = 10 } = this.options;
    const luck = troubleEvery === 0 ? 2 : this.chance.below(troubleEvery);
    const outcome = luck === 0 ? 'fail' : luck === 1 ? 'info' : 'ok';
    const mops = Array.from({ length: 1 + this.chance.below(4) }, () => this.mop());
    return { mops, outcome };
  }

  /** A failed transaction takes no effect; one in doubt may or may not. Only ok ones report reads. */
  apply({ mops, outcome }: Running): readonly (readonly unknown[])[] {
    const takes = outcome === 'ok' || (outcome === 'info' && this.chance.below(2) === 0);
    const done = takes ? mops.map(mop => this.applyMop(mop)) : mops;
    return outcome === 'ok' ? done : mops;
  }

  private mop(): unknown[] {
    const slot = this.chance.below(this.active.length);
    const key = this.active[slot] ?? 0;
    if (this.chance.below(2) === 0) return ['r', key, null];
    const value = (this.written.get(key) ?? 0) + 1;
    this.written.set(key, value);
    if (value >= (this.options.writesPerKey ?? 16)) this.active[slot] = this.fresh++;
    return [this.options.workload === 'list-append' ? 'append' : 'w', key, value];
  }

  private applyMop([f, key, value]: readonly unknown[]): readonly unknown[] {
    const current = this.values.get(key);
    if (f === 'w') this.values.set(key, value);
    if (f === 'append') this.values.set(key, [...(Array.isArray(current) ? current : []), value]);
    if (f !== 'r') return [f, key, value];
    return ['r', key, current ?? (this.options.workload === 'list-append' ? [] : null)];
  }
}
