/** What a history that is being written says so far, read on from where it was last read. */
import { type FileHandle, open } from 'node:fs/promises';
import { compressionOf, decompress } from '../history/compression.ts';
import type { Event } from '../history/event.ts';
import { historyPathIn } from '../history/history-names.ts';
import { decodeEvent } from '../history/jsonl.ts';

const NEWLINE = 10;

export class LiveHistory {
  readonly #folder: string;
  #offset = 0;
  #seen = new Seen();

  /** `folder`: of the run. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `12 s: 198 ok, 2 fail, 0 info; last fault start-partition`; empty before the first event. */
  async line(): Promise<string> {
    await this.#readOn();
    return this.#offset === 0 ? '' : this.#seen.line();
  }

  async #readOn(): Promise<void> {
    const path = historyPathIn(this.#folder);
    const file = await open(path).catch(() => undefined); // the load has not begun
    if (file === undefined) return;
    try {
      const how = compressionOf((await file.read(Buffer.alloc(4), 0, 4, 0)).buffer);
      if (how === undefined) await this.#readText(file);
      else await this.#readCompressed({ path, how, to: (await file.stat()).size });
    } finally {
      await file.close();
    }
  }

  async #readText(file: FileHandle): Promise<void> {
    for await (const chunk of file.createReadStream({ start: this.#offset, autoClose: false })) {
      this.#offset += chunk.length;
      this.#seen.add(chunk);
    }
  }

  /** Forgets what it read if that ends within a stream: the rest comes. */
  async #readCompressed(file: Parameters<typeof decompress>[0] & { to: number }): Promise<void> {
    const seen = this.#seen.copy();
    const isCut = await decompress({ ...file, from: this.#offset }, piece => seen.add(piece));
    if (isCut) return;
    this.#offset = file.to;
    this.#seen = seen;
  }
}

/** What the events so far say. */
class Seen {
  #counts = { ok: 0, fail: 0, info: 0 };
  #rest: Buffer = Buffer.alloc(0);
  #seconds = 0;
  #fault = '';

  copy(): Seen {
    const copy = new Seen();
    copy.#counts = { ...this.#counts };
    copy.#rest = this.#rest;
    copy.#seconds = this.#seconds;
    copy.#fault = this.#fault;
    return copy;
  }

  line(): string {
    const { ok, fail, info } = this.#counts;
    const fault = this.#fault === '' ? '' : `; last fault ${this.#fault}`;
    return `${Math.round(this.#seconds)} s: ${ok} ok, ${fail} fail, ${info} info${fault}`;
  }

  add(piece: Buffer): void {
    const bytes = Buffer.concat([this.#rest, piece]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    this.#rest = bytes.subarray(end);
    for (const line of bytes.toString('utf8', 0, end).split('\n')) this.#count(line);
  }

  #count(line: string): void {
    const event = parsed(line);
    if (event === undefined) return;
    this.#seconds = event.time / 1e9;
    if (event.process === 'nemesis') this.#fault = event.f;
    else if (event.type !== 'invoke') this.#counts[event.type] += 1;
  }
}

/** Returns the event of a line; undefined where it is none: the whole history is judged elsewhere. */
function parsed(line: string): Event | undefined {
  try {
    return decodeEvent(line, 0);
  } catch {
    return undefined;
  }
}
