/** A server's copy of the replicated state: what it has applied, and the log of the proposals it received. */

import type { NodeName } from '../../contract.ts';
import { type Applied, apply } from './apply.ts';
import type { Rules } from './rules.ts';
import type { State } from './state.ts';
import type { Snapshot, Storage } from './storage.ts';
import type { Proposal, Txn } from './txn.ts';

/** How many transactions before a snapshot the log keeps for others. */
const KEPT = 500;

export class Database {
  readonly #disk: Storage;
  readonly #rules: Rules;
  readonly #node: NodeName;
  #state: State;
  #lastApplied = 0;
  #sinceSnapshot = 0;

  constructor(disk: Storage, rules: Rules, node: NodeName) {
    this.#disk = disk;
    this.#rules = rules;
    this.#node = node;
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

  /** Calls back when it may be acknowledged. */
  log(proposal: Proposal, safe: () => void): void {
    this.#disk.append(proposal);
    if (this.#rules.acksFromDisk) {
      this.#disk.fsync(safe);
      return;
    }
    this.#disk.handOver();
    safe();
  }

  /** What was committed before this server joined: safe with the epoch it comes with. */
  logHistory(proposal: Proposal): void {
    if (this.#rules.logsHistory) this.#disk.append(proposal);
  }

  apply(proposal: Proposal): Applied {
    const changed = this.#rules.asApplied(proposal, this.#node);
    const applied = this.#apply(changed.txn, changed);
    this.#lastApplied = changed.zxid;
    this.#sinceSnapshot++;
    return applied;
  }

  /** A part of what is only proposed, for all to see: only a bug does so. */
  leak(txn: Txn, proposal: Proposal): void {
    this.#apply(txn, proposal);
  }

  #apply(txn: Txn, { zxid, timeMs }: Proposal): Applied {
    return apply(this.#state, txn, { zxid, timeMs, rules: this.#rules });
  }

  /** Takes back what is after that zxid. */
  truncate(zxid: number): void {
    if (this.#rules.truncates === 'nothing') return;
    this.#disk.truncate(this.#rules.truncatesTo(zxid));
    if (this.#rules.truncates === 'log and memory') this.load();
    else this.#lastApplied = zxid;
  }

  install(snapshot: Snapshot): void {
    this.#disk.install(snapshot);
    this.load();
  }

  snapshot(): Snapshot {
    return { zxid: this.#lastApplied, state: this.#rules.inSnapshot(this.#state.copy()) };
  }

  /** Keeps a snapshot now and then. Only what is committed may be in one, as it cannot be taken back. */
  saveWhenDue(): void {
    if (this.#sinceSnapshot < this.#rules.snapshotEvery) return;
    this.#sinceSnapshot = 0;
    const zxid = this.#rules.snapshotZxid(this.#lastApplied, this.lastLogged);
    const state = this.#rules.inSnapshot(this.#state.copy());
    this.#disk.save({ zxid, state }, KEPT);
  }

  #after(zxid: number): readonly Proposal[] {
    return this.#disk.log.filter(proposal => proposal.zxid > zxid);
  }
}
