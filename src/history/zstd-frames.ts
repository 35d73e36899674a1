/** Takes a file compressed by zstd apart into its frames (RFC 8878, section 3.1). */
import { HistoryError } from './history-error.ts';

const MAGIC = 0xfd2fb528;
/** Frames that hold no data; any last four bits. */
const SKIPPABLE = 0x184d2a50;
const [MAGIC_BYTES, BLOCK_HEAD_BYTES, CHECKSUM_BYTES] = [4, 3, 4];
const [RUN_LENGTH, RESERVED] = [1, 3];
/** Sizes of the fields of a frame's header, by their flags. */
const DICTIONARY_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];
/** Bytes that are passed on together. */
const PIECE_BYTES = 1 << 16;

export class FrameReader {
  /** Whether the file ended within a frame. */
  isCut = false;
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  #kept: Buffer[] = [];
  #keptBytes = 0;

  constructor(file: AsyncIterable<Buffer>) {
    this.#chunks = file[Symbol.asyncIterator]();
  }

  async hasMore(): Promise<boolean> {
    return !this.isCut && (await this.#hold(1));
  }

  /** Yields the bytes of the next frame; nothing of one without data. Take all of them before the next.
   * @throws HistoryError where no frame begins, or a block has no known form. */
  async *frame(): AsyncGenerator<Buffer> {
    const magic = (await this.#keep(MAGIC_BYTES))?.readUInt32LE() ?? MAGIC;
    if (magic >>> 4 === SKIPPABLE >>> 4) await this.#skip();
    else if (magic === MAGIC) yield* this.#blocks(await this.#header());
    else throw damaged(`0x${magic.toString(16)} where a frame begins`);
    yield this.#pass();
  }

  async *#blocks(hasChecksum: boolean): AsyncGenerator<Buffer> {
    for (let isLast = false; !isLast && !this.isCut; ) {
      const head = (await this.#keep(BLOCK_HEAD_BYTES))?.readUIntLE(0, BLOCK_HEAD_BYTES) ?? 1;
      isLast = (head & 1) === 1;
      const form = (head >> 1) & 3;
      if (form === RESERVED) throw damaged('a block of a reserved form');
      await this.#keep(form === RUN_LENGTH ? 1 : head >> 3);
      if (this.#keptBytes >= PIECE_BYTES) yield this.#pass();
    }
    if (hasChecksum) await this.#keep(CHECKSUM_BYTES);
  }

  /** Returns whether a checksum follows the blocks. */
  async #header(): Promise<boolean> {
    const flags = (await this.#keep(1))?.readUInt8() ?? 0;
    const isSingle = (flags & 0x20) !== 0;
    const size = flags >> 6 === 0 && isSingle ? 1 : (CONTENT_SIZE_BYTES[flags >> 6] ?? 0);
    await this.#keep((isSingle ? 0 : 1) + (DICTIONARY_BYTES[flags & 3] ?? 0) + size);
    return (flags & 4) !== 0;
  }

  async #skip(): Promise<void> {
    const size = (await this.#keep(4))?.readUInt32LE() ?? 0;
    for (let left = size; left > 0 && !this.isCut; left -= PIECE_BYTES) {
      await this.#keep(Math.min(left, PIECE_BYTES));
      this.#pass();
    }
  }

  /** Takes the next bytes to those that are passed on; undefined where the file ends before. */
  async #keep(bytes: number): Promise<Buffer | undefined> {
    if (this.isCut) return undefined;
    this.isCut = !(await this.#hold(bytes));
    const taken = this.#held.subarray(0, bytes);
    this.#held = this.#held.subarray(taken.length);
    this.#kept.push(taken);
    this.#keptBytes += taken.length;
    return this.isCut ? undefined : taken;
  }

  #pass(): Buffer {
    const kept = Buffer.concat(this.#kept);
    this.#kept = [];
    this.#keptBytes = 0;
    return kept;
  }

  /** Reads until `bytes` bytes are held; returns whether there are that many. */
  async #hold(bytes: number): Promise<boolean> {
    while (this.#held.length < bytes) {
      const next = await this.#chunks.next();
      if (next.done === true) return false;
      this.#held = Buffer.concat([this.#held, next.value]);
    }
    return true;
  }
}

function damaged(found: string): HistoryError {
  return new HistoryError(`expected a file compressed by zstd, found a damaged one: ${found}`);
}
