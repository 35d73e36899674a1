/** A node's disk: the transaction log, one snapshot, and the two epochs a server must never forget.
 *
 *  What is appended is safe once an fsync that began later has ended. A process that is killed loses
 *  what it had not handed to its kernel. A machine that loses power loses what no fsync covers, except
 *  a part that the disk may have written: a record that was torn fails its checksum and is not read.
 *  Epochs and snapshots are written as small files that replace the old ones: at once and whole. What a disk in trouble
 *  does to the calls is in disk-trouble.ts: a server whose call fails ends. */
import type { DiskTroubles } from './disk-trouble.ts';
import type { Machine } from './machine.ts';
import { State } from './state.ts';
import type { Snapshot, Storage } from './storage.ts';
import type { Proposal } from './txn.ts';

/** Milliseconds an fsync takes; one in SLOW_ONE_IN takes up to SLOW_MS longer. */
const FSYNC_MS = 0.5;
const SLOW_ONE_IN = 200;
const SLOW_MS = 30;
const SOMETIME_MS = 500;

export class Disk implements Storage {
  readonly #machine: Machine;
  readonly #troubles: DiskTroubles;
  #acceptedEpoch = 0;
  #currentEpoch = 0;
  #snapshot: Snapshot = { zxid: 0, state: new State() };
  /** Every record there is, in the order of zxids: those that are safe first, then those that the kernel
   *  has, then those that only the process has. */
  #log: Proposal[] = [];
  #safe = 0;
  #handed = 0;
  /** How many records are safe once the fsync under way has ended. */
  #safeSoon = 0;
  /** Whom to call when the fsync under way has ended, and when the next one has. */
  #writing: readonly (() => void)[] = [];
  #waiting: (() => void)[] = [];
  /** The zxid before the first record of the log. */
  #base = 0;

  constructor(machine: Machine, troubles: DiskTroubles) {
    this.#machine = machine;
    this.#troubles = troubles;
  }

  get acceptedEpoch(): number {
    return this.#acceptedEpoch;
  }

  set acceptedEpoch(epoch: number) {
    if (this.#troubles.stops('write')) return;
    this.#acceptedEpoch = epoch;
    this.#troubles.placed('acceptedEpoch');
  }

  get currentEpoch(): number {
    return this.#currentEpoch;
  }

  set currentEpoch(epoch: number) {
    if (this.#troubles.stops('write')) return;
    this.#currentEpoch = epoch;
    this.#troubles.placed('currentEpoch');
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  get log(): readonly Proposal[] {
    return this.#log;
  }

  get base(): number {
    return this.#base;
  }

  get lastZxid(): number {
    return this.#log.at(-1)?.zxid ?? Math.max(this.#base, this.#snapshot.zxid);
  }

  append(record: Proposal): void {
    if (!this.#troubles.hasEnded) this.#log.push(record);
  }

  fsync(done: () => void): void {
    this.#waiting.push(done);
    if (this.#writing.length === 0) this.#flush();
  }

  handOver(): void {
    if (this.#troubles.stops('write')) return;
    this.#handed = this.#log.length;
    this.#machine.after(SOMETIME_MS, () => this.fsync(() => {}));
  }

  truncate(zxid: number): void {
    if (this.#troubles.stops('write')) return;
    this.#log = this.#log.filter(record => record.zxid <= zxid);
    this.#settleAndTell();
  }

  install(snapshot: Snapshot): void {
    if (this.#troubles.stops('write')) return;
    this.#snapshot = snapshot;
    this.#base = snapshot.zxid;
    this.#log = [];
    this.#settleAndTell();
  }

  save(snapshot: Snapshot, keep: number): void {
    if (this.#troubles.stops('write')) return;
    this.#snapshot = snapshot;
    const covered = this.#log.findLastIndex(record => record.zxid <= snapshot.zxid) + 1;
    this.#safe = Math.max(this.#safe, covered);
    const dropped = this.#log.splice(0, Math.max(0, covered - keep));
    this.#base = dropped.at(-1)?.zxid ?? this.#base;
    this.#safe -= dropped.length;
    this.#safeSoon -= dropped.length;
    this.#handed = Math.max(this.#handed - dropped.length, this.#safe);
  }

  /** The process died: nobody waits for a write any more. */
  lose(what: 'process' | 'power'): void {
    const kept =
      what === 'process'
        ? this.#handed
        : this.#safe + this.#machine.random.intBelow(this.#handed - this.#safe + 1);
    this.#log.length = Math.min(this.#log.length, kept);
    this.#handed = this.#log.length;
    if (what === 'power') this.#safe = this.#log.length;
    this.#writing = [];
    this.#waiting = [];
  }

  /** What there is is safe, and nothing is being written. */
  #settle(): void {
    this.#safe = this.#log.length;
    this.#handed = this.#log.length;
    this.#writing = [];
    this.#waiting = [];
  }

  /** What was just written took everything that waited along. */
  #settleAndTell(): void {
    const done = [...this.#writing, ...this.#waiting];
    this.#settle();
    for (const call of done) call();
  }

  #flush(): void {
    if (this.#troubles.stops('write')) return;
    const writing = this.#waiting;
    this.#waiting = [];
    this.#writing = writing;
    this.#handed = this.#log.length;
    this.#safeSoon = this.#handed;
    this.#machine.after(this.#fsyncMs() + this.#troubles.delayMs(), () => {
      if (this.#writing === writing && !this.#troubles.stops('sync')) this.#written();
    });
  }

  #written(): void {
    const done = this.#writing;
    this.#safe = Math.max(this.#safe, this.#safeSoon);
    this.#writing = [];
    if (this.#waiting.length > 0) this.#flush();
    for (const call of done) call();
  }

  #fsyncMs(): number {
    const { random } = this.#machine;
    const slow = random.intBelow(SLOW_ONE_IN) === 0 ? random.float() * SLOW_MS : 0;
    return FSYNC_MS * (1 + random.float()) + slow;
  }
}
