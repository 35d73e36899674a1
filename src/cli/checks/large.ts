/** Which histories are judged in a thread of their own. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { compressionOf } from '../../history/compression.ts';

/** Smaller histories are judged before a thread has started. */
const LARGE_BYTES = 8e6;
/** They tell how a file is compressed. */
const HEAD_BYTES = 4;

/** Returns whether the history at `path` is large, or may be: nobody knows what is in a compressed one. */
export function isLarge(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile()) return false;
  return found.size > LARGE_BYTES || compressionOf(headOf(path)) !== undefined;
}

/** Empty where the file cannot be read, which its reader tells. */
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
