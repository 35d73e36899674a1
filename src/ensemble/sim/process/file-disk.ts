/** A server's disk as files of a folder:
 *    acceptedEpoch, currentEpoch   a number each, in decimal
 *    snapshot                      one sealed record: the state, and the number of the log that goes with it
 *    log.N                         sealed records: the zxid before the first transaction, then the transactions
 *  A file that replaces another is written beside it and renamed. Without a snapshot the log is log.0. A snapshot and its
 *  log change together by the renaming of the snapshot, so a server that is killed in between has both as they were.
 *  A call that the system refuses ends the process, as it ends ZooKeeper: what could not be written is not acknowledged. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { State } from '../state.ts';
import type { Snapshot, Storage } from '../storage.ts';
import type { Proposal } from '../txn.ts';
import { LogFile } from './log-file.ts';
import { bytesOf, type PlainSnapshot, plainSnapshot, snapshotOf, valueIn } from './plain.ts';
import { DamagedFile, sealed, unsealed } from './sealed.ts';

type Epoch = 'acceptedEpoch' | 'currentEpoch';

interface StoredSnapshot extends PlainSnapshot {
  readonly logNumber: number;
}

export class FileDisk implements Storage {
  readonly #folder: string;
  readonly #epochs: Record<Epoch, number>;
  #snapshot: Snapshot;
  #logNumber: number;
  #file: LogFile;
  #log: Proposal[];
  #base: number;
  /** Whom to call when the sync under way has ended, and when the next one has. */
  #writing: readonly (() => void)[] = [];
  #waiting: (() => void)[] = [];

  /** Reads what is there; the folder is made where it is missing.
   * @throws {DamagedFile} where a file is not what a server wrote. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#epochs = {
      acceptedEpoch: this.#readEpoch('acceptedEpoch'),
      currentEpoch: this.#readEpoch('currentEpoch'),
    };
    const stored = this.#readSnapshot();
    this.#snapshot = stored === undefined ? { zxid: 0, state: new State() } : snapshotOf(stored);
    this.#logNumber = stored?.logNumber ?? 0;
    if (stored === undefined && !existsSync(this.#logPath(0)))
      this.#place('log.0', sealed(bytesOf(0)));
    const { file, base, log } = this.#readLog();
    this.#file = file;
    this.#base = base;
    this.#log = log;
    this.#removeStrays();
  }

  get acceptedEpoch(): number {
    return this.#epochs.acceptedEpoch;
  }

  set acceptedEpoch(epoch: number) {
    this.#writeEpoch('acceptedEpoch', epoch);
  }

  get currentEpoch(): number {
    return this.#epochs.currentEpoch;
  }

  set currentEpoch(epoch: number) {
    this.#writeEpoch('currentEpoch', epoch);
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
    this.#log.push(record);
    this.#file.add(bytesOf(record));
  }

  fsync(done: () => void): void {
    this.#waiting.push(done);
    if (this.#writing.length === 0) this.#flush();
  }

  handOver(): void {
    this.#file.handOver();
  }

  truncate(zxid: number): void {
    this.#log = this.#log.filter(record => record.zxid <= zxid);
    // The first record is the base.
    this.#file.keep(this.#log.length + 1);
    this.#tellAll();
  }

  install(snapshot: Snapshot): void {
    this.#replace(snapshot, [], snapshot.zxid);
    this.#tellAll();
  }

  save(snapshot: Snapshot, keep: number): void {
    const covered = this.#log.findLastIndex(record => record.zxid <= snapshot.zxid) + 1;
    const dropped = Math.max(0, covered - keep);
    const base = this.#log[dropped - 1]?.zxid ?? this.#base;
    this.#replace(snapshot, this.#log.slice(dropped), base);
  }

  /** Another snapshot, with a log of its own. */
  #replace(snapshot: Snapshot, log: Proposal[], base: number): void {
    const [before, number] = [this.#file, this.#logNumber];
    this.#logNumber = number + 1;
    this.#file = LogFile.create(this.#logPath(number + 1), [base, ...log].map(bytesOf));
    const stored: StoredSnapshot = { ...plainSnapshot(snapshot), logNumber: number + 1 };
    this.#place('snapshot', sealed(bytesOf(stored)));
    before.close();
    rmSync(this.#logPath(number));
    this.#snapshot = snapshot;
    this.#log = log;
    this.#base = base;
  }

  #flush(): void {
    const writing = this.#waiting;
    this.#waiting = [];
    this.#writing = writing;
    this.#file.handOver();
    this.#file.sync(() => {
      if (this.#writing === writing) this.#synced();
    });
  }

  #synced(): void {
    const done = this.#writing;
    this.#writing = [];
    if (this.#waiting.length > 0) this.#flush();
    for (const call of done) call();
  }

  /** What was just written took everything that waited along. */
  #tellAll(): void {
    const done = [...this.#writing, ...this.#waiting];
    this.#writing = [];
    this.#waiting = [];
    for (const call of done) call();
  }

  #readEpoch(name: Epoch): number {
    const path = join(this.#folder, name);
    if (!existsSync(path)) return 0;
    const text = readFileSync(path, 'utf8');
    if (/^\d+$/.test(text)) return Number(text);
    throw new DamagedFile(`${path}: expected a number, found ${JSON.stringify(text)}`);
  }

  #writeEpoch(name: Epoch, epoch: number): void {
    this.#place(name, Buffer.from(`${epoch}`));
    this.#epochs[name] = epoch;
  }

  #readSnapshot(): StoredSnapshot | undefined {
    const path = join(this.#folder, 'snapshot');
    if (!existsSync(path)) return undefined;
    const [record] = unsealed(readFileSync(path), path);
    if (record !== undefined) return valueIn(record.bytes, path) as StoredSnapshot;
    throw new DamagedFile(`${path}: expected a snapshot, found other bytes`);
  }

  #readLog(): { readonly file: LogFile; readonly base: number; readonly log: Proposal[] } {
    const path = this.#logPath(this.#logNumber);
    if (!existsSync(path))
      throw new DamagedFile(`${path}: expected the log of the snapshot, found no file`);
    const { file, records } = LogFile.open(path);
    const [base, ...log] = records.map(bytes => valueIn(bytes, path));
    if (base === undefined)
      throw new DamagedFile(`${path}: expected the zxid before the log, found other bytes`);
    return { file, base: base as number, log: log as Proposal[] };
  }

  /** Files of a change that a crash has cut short. */
  #removeStrays(): void {
    for (const name of readdirSync(this.#folder))
      if (/^log\.\d+$|\.new$/.test(name) && name !== `log.${this.#logNumber}`)
        rmSync(join(this.#folder, name));
  }

  #logPath(number: number): string {
    return join(this.#folder, `log.${number}`);
  }

  /** Replaces a file at once and whole, also in a crash. */
  #place(name: string, bytes: Uint8Array): void {
    const path = join(this.#folder, name);
    const fd = openSync(`${path}.new`, 'w');
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    fsyncSync(fd);
    closeSync(fd);
    renameSync(`${path}.new`, path);
    const folder = openSync(this.#folder, 'r');
    fsyncSync(folder);
    closeSync(folder);
  }
}
