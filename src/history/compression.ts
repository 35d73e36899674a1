/** Compressed histories: of one stream, as `gzip` and `zstd` make them, or of many behind each other, as a run writes
 * them so that a kill loses no more than the last. */
import { createReadStream } from 'node:fs';
import { createGunzip, gzipSync } from 'node:zlib';
import { HistoryError } from './history-error.ts';
import { zstd, zstdPieces } from './zstd.ts';

export const COMPRESSIONS = ['gzip', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** What the names of compressed files end with. */
export const SUFFIXES: Readonly<Record<Compression, string>> = { gzip: '.gz', zstd: '.zst' };
const MAGIC: Readonly<Record<Compression, Buffer>> = {
  gzip: Buffer.from([0x1f, 0x8b]),
  zstd: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
};
const CHUNK_BYTES = 1 << 20;
/** The level of gzip: a third of the time of its default, for a tenth more bytes. */
const LEVEL = 3;

/** Returns how a file that begins with these bytes is compressed; undefined where it is not. */
export function compressionOf(head: Uint8Array): Compression | undefined {
  return COMPRESSIONS.find(name => MAGIC[name].equals(head.subarray(0, MAGIC[name].length)));
}

/** Compresses text into a stream of its own. @throws HistoryError where this Node.js cannot. */
export function compress(how: Compression, text: Uint8Array): Uint8Array {
  return how === 'gzip' ? gzipSync(text, { level: LEVEL }) : zstd().zstdCompressSync(text);
}

/** A part of a file. Default: all of it. */
interface Range {
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
}

/** Gives `take` what is in a compressed file, piece by piece; returns whether its end is cut off.
 * @throws HistoryError where the file is damaged or this Node.js cannot read it, or what `take` throws. */
export async function decompress(
  {
    path,
    how,
    from = 0,
    to = Number.POSITIVE_INFINITY,
  }: { path: string; how: Compression } & Range,
  take: (piece: Buffer) => void,
): Promise<boolean> {
  if (from >= to) return false;
  const file = createReadStream(path, { start: from, end: to - 1, highWaterMark: CHUNK_BYTES });
  const pieces = how === 'gzip' ? gunzip(file) : zstdPieces(file);
  for (;;) {
    const next = await pieces.next().catch((cause: NodeJS.ErrnoException) => endOf(how, cause));
    if (next === 'cut') return true;
    if (next.done === true) return next.value === 'cut';
    take(next.value);
  }
}

async function* gunzip(file: ReturnType<typeof createReadStream>): AsyncGenerator<Buffer, void> {
  const text = createGunzip({ chunkSize: CHUNK_BYTES });
  file.on('error', cause => text.destroy(cause)).pipe(text);
  yield* text;
}

/** @throws HistoryError where the file was not only cut. */
function endOf(how: Compression, cause: NodeJS.ErrnoException): 'cut' {
  if (cause.code === 'Z_BUF_ERROR') return 'cut';
  if (!/^(Z_|ZSTD_)/.test(cause.code ?? '')) throw cause;
  throw new HistoryError(
    `expected a file compressed by ${how}, found a damaged one: ${cause.message}`,
    { cause },
  );
}
