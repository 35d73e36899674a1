/** zstd, which Node.js has since 22.15 and 23.8. It decompresses one frame, and says nothing of a cut one: each frame
 * of a file is decompressed alone. */
import { Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { HistoryError } from './history-error.ts';
import { FrameReader } from './zstd-frames.ts';

interface Zstd {
  zstdCompressSync(bytes: Uint8Array): Uint8Array;
  createZstdDecompress(options: { readonly chunkSize: number }): Transform;
}

const CHUNK_BYTES = 1 << 20;

/** Absent where this Node.js has none. */
export const ZSTD: Zstd | undefined = zstdOf(zlib);

/** @throws HistoryError where this Node.js has none. */
export function zstd(): Zstd {
  if (ZSTD !== undefined) return ZSTD;
  throw new HistoryError(
    `zstd: expected Node.js 22.15, 23.8 or newer, found ${process.version}; ` +
      'use gzip, or decompress the file by `zstd -d`',
  );
}

function zstdOf(found: object): Zstd | undefined {
  return hasZstd(found) ? found : undefined;
}

function hasZstd(found: object): found is Zstd {
  return 'zstdCompressSync' in found && 'createZstdDecompress' in found;
}

/** Yields what is in a file, and returns whether its end is cut off. */
export async function* zstdPieces(
  file: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, 'whole' | 'cut'> {
  const { createZstdDecompress } = zstd();
  const frames = new FrameReader(file);
  while (await frames.hasMore()) {
    const bytes = Readable.from(frames.frame(), { objectMode: false });
    const text = createZstdDecompress({ chunkSize: CHUNK_BYTES });
    bytes.on('error', cause => text.destroy(cause)).pipe(text);
    yield* text;
  }
  return frames.isCut ? 'cut' : 'whole';
}
