/** Whether the servers had the same znodes at the same zxid, by the digests that they keep of their trees: a server from
 *  3.6 on adds up all znodes at each 128th zxid, and its last 1,024 digests are read at the end of a run.
 *    replica-divergence  two servers have different digests of one zxid
 *  One server says nothing of another one's past: a zxid that only one of them has is not compared.
 *  Source: DataTree.logZxidDigest, DigestCalculator and DigestCommand. */
import type { KnownAnomaly } from '../../anomalies.ts';
import type { Counts } from '../../contract.ts';
import { hexOf } from '../../hex.ts';

const PROMISED = 'servers that have processed the same changes hold the same znodes';
/** `zxid in hex: digest`, a line each. */
const LINE = /^([0-9a-f]{1,16}): (-?\d+)\r?$/;

/** Digests by zxid. */
export type Digests = ReadonlyMap<bigint, bigint>;

/** Returns the digests in a server's answer to `hash`; none where it has none to give. A server that finds a part of its
 * log twice as it starts applies it again, to znodes that are ahead of it: such digests are not of their zxids. */
export function digestsIn(answer: string): Digests {
  const digests = new Map<bigint, bigint>();
  let last = 0n;
  for (const line of answer.split('\n')) {
    const [, zxid, digest] = LINE.exec(line) ?? [];
    if (zxid === undefined || digest === undefined || BigInt(`0x${zxid}`) <= last) continue;
    last = BigInt(`0x${zxid}`);
    digests.set(last, BigInt(digest));
  }
  return digests;
}

interface Compared {
  /** The first zxid that servers do not agree on: what follows differs too. */
  readonly anomalies: readonly KnownAnomaly[];
  readonly counts: Counts;
}

export function compareDigests(byNode: ReadonlyMap<string, Digests>): Compared {
  const shared = [...holdersOf(byNode)].filter(([, holders]) => holders.size > 1);
  const differing = shared
    .filter(([, holders]) => new Set(holders.values()).size > 1)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, 1);
  return {
    anomalies: differing.map(([zxid, holders]) => ({
      type: 'replica-divergence',
      promised: PROMISED,
      seen: `digests of all znodes at zxid ${hexOf(zxid)}: ${listOf(holders)}`,
      operations: [],
    })),
    counts: { 'digests compared': shared.length },
  };
}

/** The digest of each server that has one, by zxid. */
function holdersOf(
  byNode: ReadonlyMap<string, Digests>,
): ReadonlyMap<bigint, ReadonlyMap<string, bigint>> {
  const found = new Map<bigint, Map<string, bigint>>();
  for (const [node, digests] of byNode)
    for (const [zxid, digest] of digests) {
      const holders = found.get(zxid) ?? new Map<string, bigint>();
      found.set(zxid, holders.set(node, digest));
    }
  return found;
}

function listOf(holders: ReadonlyMap<string, bigint>): string {
  return [...holders].map(([node, digest]) => `${digest} on ${node}`).join(', ');
}
