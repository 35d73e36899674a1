/** Reads history files into columns as they stream in. */

import { open, readFile } from 'node:fs/promises';
import { HistoryBuilder } from './history/builder.ts';
import { ednEvents } from './history/edn.ts';
import { HistoryError, type Workload } from './history/event.ts';
import { utf8Of } from './history/exact.ts';
import type { History } from './history/history.ts';
import { JsonLines } from './history/jsonl.ts';

const PIECE_BYTES = 1 << 20;

/**
 * The history in a file: EDN where its name ends in `.edn`, else a JSON event on each line.
 * @throws HistoryError, with the file's name, when there is no such file or it cannot be read as a history.
 */
export async function load(
  path: string,
  workload: Workload,
  signal?: AbortSignal,
): Promise<History> {
  const builder = new HistoryBuilder(workload);
  try {
    if (path.endsWith('.edn')) {
      const text = utf8Of(await readFile(path, signal ? { signal } : {}));
      if (text === undefined) throw new HistoryError('expected UTF-8, found other bytes');
      for (const event of ednEvents(text)) builder.add(event);
    } else {
      await addLines(path, builder, signal);
    }
  } catch (cause) {
    if (!isAboutFile(cause)) throw cause;
    throw new HistoryError(`${path}: ${cause.message}`, { cause });
  }
  return builder.finish();
}

async function addLines(
  path: string,
  builder: HistoryBuilder,
  signal: AbortSignal | undefined,
): Promise<void> {
  const lines = new JsonLines(builder);
  const file = await open(path);
  try {
    const piece = new Uint8Array(PIECE_BYTES);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(piece);
      if (bytesRead === 0) break;
      lines.add(piece.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
  lines.finish();
}

/** A broken history, or what the system says of a file: none there, a folder, too large. */
function isAboutFile(error: unknown): error is Error {
  return (
    error instanceof HistoryError || (error instanceof Error && 'code' in error && !isAbort(error))
  );
}

function isAbort(error: Error): boolean {
  return error.name === 'AbortError';
}
