/** Zxids and session ids in words and in JSON, which has no integers of 64 bits. */

/** Returns `0x` and hexadecimal digits, behind a minus where the value is negative. */
export function hexOf(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}
