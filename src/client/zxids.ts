/** Zxids in values of operations: JSON has no integers of 64 bits. */

export function hexOf(zxid: bigint): string {
  return `0x${zxid.toString(16)}`;
}
