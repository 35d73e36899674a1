/** Strings read from bytes, of which most come again and again: each is made once. */
import { utf8Of } from 'elle-ts-port/exact';

const [QUOTE, BACKSLASH] = [34, 92];
/** Below it are control characters, which JSON only has as escapes. */
const BLANK = 32;
const NOT_ASCII = 128;
/** Different strings kept. Others are made anew each time. */
const MOST_KEPT = 1 << 16;

interface Kept {
  readonly bytes: Uint8Array;
  readonly text: string;
}

export class Texts {
  /** After the closing quote of the string read last. */
  end = 0;
  readonly #kept = new Map<number, Kept>();

  /** The string that begins at a position and ends with a quote; undefined where it has escapes or control
   * characters, as the end of the line, or is not UTF-8. */
  read(bytes: Uint8Array, start: number): string | undefined {
    let hash = 0;
    let at = start;
    let isAscii = true;
    for (let code = bytes[at]; code !== QUOTE; code = bytes[++at]) {
      if (code === undefined || code === BACKSLASH || code < BLANK) return undefined;
      if (code >= NOT_ASCII) isAscii = false;
      hash = (Math.imul(hash, 31) + code) | 0;
    }
    this.end = at + 1;
    const kept = this.#kept.get(hash);
    if (kept && isAt(kept.bytes, bytes, start, at)) return kept.text;
    return this.#make(bytes.subarray(start, at), isAscii, hash);
  }

  #make(bytes: Uint8Array, isAscii: boolean, hash: number): string | undefined {
    const buffer = Buffer.from(bytes);
    const text = isAscii ? buffer.toString('latin1') : utf8Of(buffer);
    if (text === undefined) return undefined;
    if (this.#kept.size < MOST_KEPT) this.#kept.set(hash, { bytes: buffer, text });
    return text;
  }
}

function isAt(wanted: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (wanted.length !== end - start) return false;
  for (let at = 0; at < wanted.length; at++) if (wanted[at] !== bytes[start + at]) return false;
  return true;
}
