/** Session ids and passwords. An id says which server gave it and when, so that no two are the same; any
 *  server can tell the password of an id. Source: SessionTrackerImpl.initializeNextSessionId, ZooKeeperServer.generatePasswd. */

const SECRET = 0xb3_41_5c_0d_e0_0dn;
const US_PER_NS = 1e-3;
const COUNTERS = 4096;

export function newSessionId(server: number, nowNs: number, count: number): bigint {
  const us = BigInt(Math.floor(nowNs * US_PER_NS));
  return (
    (BigInt(server) << 56n) |
    ((us * BigInt(COUNTERS) + BigInt(count % COUNTERS)) & 0xff_ffff_ffff_ffffn)
  );
}

export function passwordOf(session: bigint): Uint8Array {
  const password = Buffer.alloc(16);
  password.writeBigInt64BE(session ^ SECRET, 0);
  password.writeBigInt64BE(session, 8);
  return password;
}

/** Whether the first bytes of a password are those of the session's. */
export function isPassword(session: bigint, password: Uint8Array, bytes: number): boolean {
  return Buffer.compare(passwordOf(session).subarray(0, bytes), password.subarray(0, bytes)) === 0;
}
