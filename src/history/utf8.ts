/** Bytes as text. Bytes that are no UTF-8 are refused: replaced, different texts would become one. */
import { HistoryError } from './history-error.ts';

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns the text; undefined where the bytes are no UTF-8. */
export function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Returns the text. @throws HistoryError where the bytes are no UTF-8. */
export function utf8(bytes: Uint8Array): string {
  const text = utf8Of(bytes);
  if (text !== undefined) return text;
  throw new HistoryError('expected text in UTF-8, found other bytes; convert the file to UTF-8');
}
