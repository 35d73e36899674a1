/** Measures how stale plain reads are, and decides whether they are within the bound without faults.
 *   stale-read       a read lacks a write that was acknowledged longer ago than the bound, although no fault
 *                    was active for the bound, and for what a server takes to come back, before it
 *   phantom          a read shows more writes than had been tried by then
 *   real-time-order  a write that completed before another was invoked has the higher version
 *   monotonic-reads  a session read a lower version than it had read before
 * A read is at least as old as the first acknowledgement of a version that it does not show. A fault excuses a
 * stale read while it is active and until the server has had time to catch up, however old the read is: a replica
 * that never catches up after a heal is not excused. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { type Calm, calmOf, faultNotes } from '../../src/checker/calm.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import { stepsBack } from '../../src/checker/monotonic-reads.ts';
import { disorders } from '../../src/checker/real-time.ts';
import { spreadOf } from '../../src/checker/spread.ts';
import { answererOf, seconds } from '../../src/checker/words.ts';
import type { Checker, Counts, Verdict } from '../../src/contract.ts';
import { grouped } from '../../src/grouped.ts';
import type { History, Operation } from '../../src/history/history.ts';

const NS_PER_MS = 1e6;
/** How far servers may be behind: syncLimit, eight ticks of half a second. */
const BOUND_NS = 4e9;
/** How long a server may take to recover after a fault was healed. */
const AFTERMATH_NS = 5e9;

export const staleness: Checker = { name: 'staleness', perKey: false, check };

function check(history: History): Verdict {
  const calm = calmOf(history);
  const znodes = history.keys().map(key => znodeOf(history.ofKey(key)));
  const reads = znodes.flatMap(({ writes, reads }) => agesOf(reads, writes));
  const judged = reads.filter(read => isJudged(read, calm));
  const written = znodes.flatMap(({ writes }) => writes.filter(isOk)).length;
  return verdictOf({
    anomalies: [
      ...judged.flatMap(tooOld),
      ...znodes.flatMap(znode => [...futures(znode), ...orders(znode), ...backs(znode)]),
    ],
    counts: {
      writes: written,
      reads: reads.length,
      'reads judged without faults': judged.length,
      ...byRole(reads, rolesOf(history)),
    },
    doubts: [
      ...(reads.length === 0 ? ['nothing was read'] : []),
      ...(written === 0 ? ['nothing was written'] : []),
      ...(judged.length === 0 ? ['no read was long enough after a fault to be judged'] : []),
    ],
    notes: faultNotes(history),
  });
}

interface Znode {
  /** All that may have happened. */
  readonly writes: readonly Operation[];
  readonly reads: readonly Operation[];
}

/** A read, and the lower bound of its age. */
interface Aged {
  readonly op: Operation;
  readonly ageNs: number;
  /** The write that it lacks. */
  readonly lacks: Operation | undefined;
}

const isOk = ({ type }: Operation): boolean => type === 'ok';

function znodeOf(history: History): Znode {
  const happened = history.operations().filter(({ type }) => type !== 'fail');
  return {
    writes: happened.filter(({ f }) => f === 'write'),
    reads: happened.filter(op => op.f === 'read' && isOk(op)),
  };
}

/** @throws TypeError where an operation has no version as its result. */
function versionOf({ output, f, index }: Operation): number {
  if (typeof output === 'number') return output;
  throw new TypeError(`${f} (op ${index}): expected a version, found ${JSON.stringify(output)}`);
}

function agesOf(reads: readonly Operation[], writes: readonly Operation[]): readonly Aged[] {
  const firstAbove = firstAcknowledged(writes.filter(isOk));
  return reads.map(op => {
    const lacks = firstAbove(versionOf(op));
    return { op, lacks, ageNs: Math.max(0, op.callNs - (lacks?.returnNs ?? op.callNs)) };
  });
}

/** Returns, for a version, the first acknowledged write of a higher version. */
function firstAcknowledged(
  writes: readonly Operation[],
): (version: number) => Operation | undefined {
  const byVersion: Operation[] = [];
  for (const write of writes) byVersion[versionOf(write)] = write;
  let first: Operation | undefined;
  for (let version = byVersion.length - 1; version >= 0; version--) {
    const write = byVersion[version];
    if (write !== undefined && write.returnNs < (first?.returnNs ?? Infinity)) first = write;
    if (first !== undefined) byVersion[version] = first;
  }
  return version => byVersion[version + 1];
}

/** Tests whether the server has had time to recover and catch up since the last fault before the read. */
function isJudged({ op }: Aged, calm: Calm): boolean {
  return calm(op.callNs - BOUND_NS - AFTERMATH_NS, op.returnNs);
}

function tooOld({ op, ageNs, lacks }: Aged): KnownAnomaly[] {
  if (ageNs <= BOUND_NS || lacks === undefined) return [];
  return [
    {
      type: 'stale-read',
      promised: 'without faults a read is no older than servers may be behind',
      seen: `${answererOf(op)} returned version ${versionOf(op)} at ${seconds(op.returnNs)}, ${Math.round(ageNs / NS_PER_MS)} ms after version ${versionOf(lacks)} had been acknowledged; at most ${BOUND_NS / NS_PER_MS} ms are allowed`,
      operations: indicesOf(lacks, op),
    },
  ];
}

function futures({ reads, writes }: Znode): KnownAnomaly[] {
  let tried = 0;
  return reads
    .toSorted((a, b) => a.returnNs - b.returnNs)
    .flatMap(op => {
      while ((writes[tried]?.callNs ?? Infinity) < op.returnNs) tried += 1;
      if (versionOf(op) <= tried) return [];
      return {
        type: 'phantom',
        promised: 'what is read was written',
        seen: `process ${op.process} read version ${versionOf(op)} when ${tried} writes had been tried`,
        operations: indicesOf(op),
      };
    });
}

function orders({ writes }: Znode): KnownAnomaly[] {
  return disorders(
    writes.filter(isOk).map(op => {
      const version = versionOf(op);
      return { op, rank: BigInt(version), text: `the write of version ${version}` };
    }),
  );
}

function backs({ reads }: Znode): KnownAnomaly[] {
  return stepsBack(
    reads.map(op => {
      const version = versionOf(op);
      return { op, rank: BigInt(version), text: `version ${version}` };
    }),
  );
}

type RoleAt = (op: Operation) => string;

/** Returns the role that a node last reported before it answered a read. */
function rolesOf(history: History): RoleAt {
  const told = history.operations().filter(op => op.f === 'role' && isOk(op));
  const byNode = grouped(told, ({ node }) => node);
  return ({ node, returnNs }) => {
    const ofNode = byNode.get(node) ?? [];
    const last = ofNode.findLast(role => role.returnNs <= returnNs) ?? ofNode[0];
    return typeof last?.output === 'string' ? last.output : 'unknown';
  };
}

function byRole(reads: readonly Aged[], roleAt: RoleAt): Counts {
  const groups = [...grouped(reads, ({ op }) => roleAt(op))].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.assign(
    {},
    ...groups.map(([role, aged]) => ({
      [`${role} reads`]: aged.length,
      [`${role} stale`]: aged.filter(({ ageNs }) => ageNs > 0).length,
      ...spreadOf(
        `${role} age`,
        aged.map(({ ageNs }) => ageNs),
      ),
    })),
  );
}
