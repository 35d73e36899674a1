/** Files that are compressed by gzip, as `gzip history.jsonl` makes them. */
import { createReadStream } from 'node:fs';
import { createGunzip, type Gunzip } from 'node:zlib';
import { HistoryError } from './history-error.ts';

const MAGIC = Buffer.from([0x1f, 0x8b]);
const CHUNK_BYTES = 1 << 20;

/** Returns whether a file that begins with these bytes is compressed. */
export function isGzip(head: Uint8Array): boolean {
  return MAGIC.equals(head.subarray(0, MAGIC.length));
}

/** Gives `take` what is in a compressed file, piece by piece; returns whether its end is cut off.
 * @throws HistoryError where the file is damaged, or what `take` throws. */
export async function gunzip(path: string, take: (piece: Buffer) => void): Promise<boolean> {
  const pieces = opened(path)[Symbol.asyncIterator]();
  for (;;) {
    const next = await pieces.next().catch(endOf);
    if (next === 'cut') return true;
    if (next.done === true) return false;
    take(next.value);
  }
}

function opened(path: string): Gunzip {
  const text = createGunzip({ chunkSize: CHUNK_BYTES });
  createReadStream(path)
    .on('error', cause => text.destroy(cause))
    .pipe(text);
  return text;
}

/** @throws HistoryError where the file was not only cut. */
function endOf(cause: NodeJS.ErrnoException): 'cut' {
  if (cause.code === 'Z_BUF_ERROR') return 'cut';
  if (!cause.code?.startsWith('Z_')) throw cause;
  throw new HistoryError(
    `expected a file compressed by gzip, found a damaged one: ${cause.message}`,
    {
      cause,
    },
  );
}
