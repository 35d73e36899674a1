/** zxids as numbers: the epoch times 2^32, plus a counter. Source: ZxidUtils.java. */
const EPOCH = 2 ** 32;

export function epochOf(zxid: number): number {
  return Math.floor(zxid / EPOCH);
}

/** Returns the first zxid of the next epoch. */
export function afterEpochOf(zxid: number): number {
  return (epochOf(zxid) + 1) * EPOCH;
}

export function counterOf(zxid: number): number {
  return zxid % EPOCH;
}

/** Returns a zxid or a session id as ZooKeeper's tools print it. */
export function hex(value: number | bigint): string {
  if (typeof value === 'bigint') return `0x${BigInt.asUintN(64, value).toString(16)}`;
  return value < 0 ? String(value) : `0x${value.toString(16)}`;
}
