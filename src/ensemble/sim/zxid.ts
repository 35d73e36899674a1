/** Transaction ids of the model: epoch * 2^32 + counter, in a number, which is exact below epoch 2^21. */

const COUNTERS = 2 ** 32;

export function zxidOf(epoch: number, counter: number): number {
  return epoch * COUNTERS + counter;
}

/** Returns the zxid as the server prints it. */
export function showZxid(zxid: number): string {
  return `0x${zxid.toString(16)}`;
}
