/** What a history that is being written says so far, read on from where it was last read. */
import { open } from 'node:fs/promises';
import type { Event } from '../history/event.ts';
import { decodeEvent } from '../history/jsonl.ts';

export class LiveHistory {
  readonly #path: string;
  readonly #counts = { ok: 0, fail: 0, info: 0 };
  /** Keeps the part of a letter that a chunk ended in. */
  readonly #decoder = new TextDecoder();
  #offset = 0;
  #rest = '';
  #seconds = 0;
  #fault = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** `12 s: 198 ok, 2 fail, 0 info; last fault start-partition`; empty before the first event. */
  async line(): Promise<string> {
    await this.#readOn();
    const { ok, fail, info } = this.#counts;
    if (this.#offset === 0) return '';
    const fault = this.#fault === '' ? '' : `; last fault ${this.#fault}`;
    return `${Math.round(this.#seconds)} s: ${ok} ok, ${fail} fail, ${info} info${fault}`;
  }

  async #readOn(): Promise<void> {
    const file = await open(this.#path).catch(() => undefined); // the load has not begun
    if (file === undefined) return;
    try {
      for await (const chunk of file.createReadStream({ start: this.#offset })) {
        this.#offset += chunk.length;
        this.#add(this.#decoder.decode(chunk, { stream: true }));
      }
    } finally {
      await file.close();
    }
  }

  #add(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#count(line);
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
