/** Decides which histories are checked in a separate thread. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { compressionOf } from '../../history/compression.ts';

/** Histories below this size are checked before a thread could start. */
const LARGE_BYTES = 8e6;
/** The bytes that identify a file's compression. */
const HEAD_BYTES = 4;

/** Returns whether the history at `path` is, or may be, large: the size of a compressed one is unknown. */
export function isLarge(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile()) return false;
  return found.size > LARGE_BYTES || compressionOf(headOf(path)) !== undefined;
}

/** Returns nothing if the file cannot be read; the history's reader reports that. */
function headOf(path: string): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, head, 0, head.length, 0);
    } finally {
      closeSync(file);
    }
    return head;
  } catch {
    return new Uint8Array();
  }
}
