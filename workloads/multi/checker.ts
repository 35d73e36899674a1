/** Decides whether multis on groups of znodes were done as a whole or not at all. The znodes of a group
 * are only set together, so one version of all of them is one multi's work.
 *   false-success        a multi with a part that cannot be done was acknowledged
 *   phantom              a value was seen that only a refused multi, or nobody, had written
 *   partial-multi        one version was seen with two values or zxids, or a multi read shows two versions
 *   fractured-read       a session saw a znode older than one that it had read before it
 *   duplicate            one value was given two versions
 *   zxid-order           versions and zxids do not grow together
 *   conflicting-version  a multi was given version 0, which the empty znode had, or the empty one another
 *   conflicting-zxid     an acknowledged multi changed a znode at another zxid than its own
 *   lost-write           the log lacks a multi that was acknowledged, or whose data was seen
 * A multi in doubt may be seen or not, but as a whole. */

import type { AnomalyType, KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import { repeated } from '../../src/checker/repeated.ts';
import { placeOf } from '../../src/checker/words.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import { hexOf } from '../../src/hex.ts';
import type { History, Operation } from '../../src/history/history.ts';
import { type Multis, multisOf, type ZnodeObservation } from './sights.ts';

export const allOrNothing: Checker = { name: 'all or nothing', perKey: true, check };

function check(history: History): Verdict {
  const groups = history.keys().map(key => multisOf(history.ofKey(key)));
  const count = (of: (multis: Multis) => number): number =>
    groups.reduce((sum, multis) => sum + of(multis), 0);
  const counts = {
    done: count(({ done }) => done.length),
    refused: count(({ spoils }) => spoils.filter(({ output }) => output === 'refused').length),
    'multi reads': count(({ reads }) => reads.filter(({ op }) => op.f === 'read').length),
    looks: count(({ reads }) => reads.filter(({ op }) => op.f === 'look').length),
    'logs listed': count(({ lists }) => lists.length),
    'in doubt': count(({ doubts }) => doubts),
  };
  return verdictOf({ anomalies: groups.flatMap(anomaliesOf), counts, doubts: doubtsOf(counts) });
}

function doubtsOf(
  counts: Readonly<Record<'done' | 'refused' | 'multi reads' | 'looks', number>>,
): readonly string[] {
  if (counts.done === 0) return ['no multi was done'];
  if (counts.refused === 0) return ['no multi was refused'];
  return counts['multi reads'] + counts.looks === 0 ? ['nobody read'] : [];
}

function anomaliesOf(multis: Multis): readonly KnownAnomaly[] {
  return [
    ...accepted(multis),
    ...leftBehind(multis),
    ...torn(multis),
    ...inPart(multis),
    ...disorders(multis),
    ...misnumbered(multis),
    ...lost(multis),
  ];
}

function accepted({ spoils }: Multis): KnownAnomaly[] {
  return spoils
    .filter(({ output }) => output === 'done')
    .map(op => ({
      type: 'false-success',
      promised: 'a multi of which one part cannot be done is refused',
      seen: `the multi ${JSON.stringify(op.input)} was acknowledged ${placeOf(op)}, but one part of it cannot be done`,
      operations: indicesOf(op),
    }));
}

function leftBehind({ asked, sights, lists }: Multis): KnownAnomaly[] {
  const logged = lists.flatMap(({ op, values }) => values.map(value => ({ op, value })));
  return [...sights, ...logged].flatMap(({ op, value }) => {
    if (value === null || (asked.get(value) ?? Number.POSITIVE_INFINITY) < op.returnNs) return [];
    return {
      type: 'phantom',
      promised: 'a multi that is refused leaves nothing',
      seen: `process ${op.process} read ${value} ${placeOf(op)}, which no multi may have written by then`,
      operations: indicesOf(op),
    };
  });
}

function torn({ sights, reads }: Multis): KnownAnomaly[] {
  const twoFaced = repeated(sights, ({ version }) => version).flatMap(([before, sight]) => {
    if (before.value === sight.value && before.mzxid === sight.mzxid) return [];
    return tear(`${text(before)}, but ${text(sight)}`, before.op, sight.op);
  });
  const mixed = reads
    .filter(({ op, parts }) => op.f === 'read' && new Set(parts.map(part => part?.[1])).size > 1)
    .map(({ op, parts }) =>
      tear(`one multi read showed different versions ${placeOf(op)}: ${JSON.stringify(parts)}`, op),
    );
  return [...twoFaced, ...mixed];
}

function tear(seen: string, ...ops: readonly Operation[]): KnownAnomaly {
  const promised = 'all parts of a multi take effect at one zxid, and are seen together';
  return { type: 'partial-multi', promised, seen, operations: indicesOf(...ops) };
}

/** A znode that is not there is older than any version. */
function inPart({ reads }: Multis): KnownAnomaly[] {
  return reads.flatMap(({ op, parts }) => {
    if (op.f !== 'look') return [];
    const versions = parts.map(part => part?.[1] ?? -1);
    const at = versions.findIndex((version, index) => version < (versions[index - 1] ?? -1));
    if (at < 0) return [];
    return {
      type: 'fractured-read',
      promised: 'a session that has seen one part of a multi sees the others',
      seen: `process ${op.process} read version ${versions[at - 1]} of one znode, then another znode of the same multis at version ${versions[at]}, ${placeOf(op)}`,
      operations: indicesOf(op),
    };
  });
}

function disorders({ sights }: Multis): KnownAnomaly[] {
  const byVersion = [...new Map(sights.map(sight => [sight.version, sight])).values()].sort(
    (a, b) => a.version - b.version,
  );
  const firstOf = new Map<number | null, ZnodeObservation>();
  return byVersion.flatMap((later, at) => {
    const earlier = byVersion[at - 1];
    const twice = later.value === null ? undefined : firstOf.get(later.value);
    firstOf.set(later.value, later);
    const overtaken = earlier !== undefined && earlier.mzxid >= later.mzxid ? earlier : undefined;
    const uncounted = (later.value === null) === (later.version === 0) ? undefined : later;
    const other = twice ?? overtaken ?? uncounted;
    if (other === undefined) return [];
    return {
      type: disorderOf({ twice, overtaken }),
      promised: 'every multi is done once, as the next version, at a zxid above those before it',
      seen: [...new Set([text(other), text(later)])].join(', then '),
      operations: indicesOf(other.op, later.op),
    };
  });
}

function disorderOf({
  twice,
  overtaken,
}: {
  readonly twice: ZnodeObservation | undefined;
  readonly overtaken: ZnodeObservation | undefined;
}): AnomalyType {
  if (twice !== undefined) return 'duplicate';
  return overtaken === undefined ? 'conflicting-version' : 'zxid-order';
}

function misnumbered({ done }: Multis): KnownAnomaly[] {
  return done.flatMap(({ op, parts }) => {
    const { zxid } = op;
    const wrong = parts.find(({ mzxid }) => mzxid !== zxid);
    if (zxid === undefined || wrong === undefined) return [];
    return {
      type: 'conflicting-zxid',
      promised: 'what a multi changes carries its zxid',
      seen: `the multi of zxid ${hexOf(zxid)} was answered with ${text(wrong)}`,
      operations: indicesOf(op),
    };
  });
}

function lost({ done, sights, lists }: Multis): KnownAnomaly[] {
  return lists.flatMap(({ op, values }) => {
    const logged = new Set(values);
    const missing = [...done.flatMap(({ parts }) => parts), ...sights].find(
      sight => sight.value !== null && sight.op.returnNs < op.callNs && !logged.has(sight.value),
    );
    if (missing === undefined) return [];
    return {
      type: 'lost-write',
      promised: 'the log has a child for every multi that was done',
      seen: `process ${op.process} did not find ${missing.value} in the log ${placeOf(op)}, but it had been acknowledged or read ${placeOf(missing.op)}`,
      operations: indicesOf(missing.op, op),
    };
  });
}

function text({ value, version, mzxid, op }: ZnodeObservation): string {
  return `version ${version} (=${value ?? 'empty'}) of zxid ${hexOf(mzxid)} was shown ${placeOf(op)}`;
}
