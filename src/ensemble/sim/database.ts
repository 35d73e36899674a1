/** A server's copy of the replicated state: what it has applied, and the log of what it was told to apply. */
import { type Applied, apply } from './apply.ts';
import type { Disk, Snapshot } from './disk.ts';
import type { Rules } from './rules.ts';
import type { State } from './state.ts';
import type { Proposal } from './txn.ts';

/** Transactions between two snapshots, and how many of those before it the log keeps for others. */
const SNAPSHOT_EVERY = 1_000;
const KEPT = 500;

export class Database {
  readonly #disk: Disk;
  readonly #rules: Rules;
  #state: State;
  #lastApplied = 0;
  #sinceSnapshot = 0;

  constructor(disk: Disk, rules: Rules) {
    this.#disk = disk;
    this.#rules = rules;
    this.#state = disk.snapshot.state.copy();
    this.load();
  }

  get state(): State {
    return this.#state;
  }

  /** The last transaction that clients of this server can see. */
  get lastApplied(): number {
    return this.#lastApplied;
  }

  get lastLogged(): number {
    return this.#disk.lastZxid;
  }

  /** The state on disk: the snapshot, and everything in the log, committed or not. */
  load(): void {
    const { snapshot } = this.#disk;
    this.#state = snapshot.state.copy();
    this.#lastApplied = snapshot.zxid;
    this.catchUp();
  }

  /** Applies what is in the log and was not applied yet. */
  catchUp(): void {
    for (const proposal of this.#after(this.#lastApplied)) this.apply(proposal);
  }

  log(proposal: Proposal): void {
    this.#disk.append(proposal);
  }

  apply(proposal: Proposal): Applied {
    const { zxid, txn } = this.#rules.asApplied(proposal);
    const applied = apply(this.#state, txn, proposal);
    this.#lastApplied = zxid;
    this.#sinceSnapshot++;
    return applied;
  }

  /** Whether records of the log after that zxid can be taken back: a snapshot cannot be. */
  truncate(zxid: number): void {
    this.#disk.truncate(zxid);
    this.load();
  }

  install(snapshot: Snapshot): void {
    this.#disk.install(snapshot);
    this.load();
  }

  snapshot(): Snapshot {
    return { zxid: this.#lastApplied, state: this.#state.copy() };
  }

  /** Keeps a snapshot now and then. Only what is committed may be in one, as it cannot be taken back. */
  saveWhenDue(): void {
    if (this.#sinceSnapshot < SNAPSHOT_EVERY) return;
    this.#sinceSnapshot = 0;
    this.#disk.save(this.snapshot(), KEPT);
  }

  #after(zxid: number): readonly Proposal[] {
    return this.#disk.log.filter(proposal => proposal.zxid > zxid);
  }
}
