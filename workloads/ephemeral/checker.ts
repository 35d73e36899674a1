/** Decides whether ephemerals exist exactly as long as their sessions. The parent of each has no other child,
 * and is written by its session only: the zxid that changed its children last tells when the ephemeral
 * was removed, that of its data whether the session wrote later. A read that does not list an ephemeral which
 * had been created by then shows, too, that it was removed: at the zxid of the read, or before.
 *   wrong-owner         a server shows another owner than the session that made it
 *   conflicting-zxid    servers show two zxids for one creation, or for one removal
 *   replica-divergence  a server shows an ephemeral at a zxid at which it had been removed
 *   lost-ephemeral      an ephemeral was removed while its session was alive: the session wrote later
 *   dead-session        a write of a session took effect after the session had ended
 *   early-expiry        a session expired although it was heard within its timeout and no fault was active,
 *                       except for clocks
 *   late-expiry         no session of several expired that were silent for longer than their timeouts, without
 *                       faults, and all of them were served thereafter
 *   ghost-ephemeral     an ephemeral is on a node long after its session ended: at the end, or while no
 *                       fault was active
 * A server that has not come as far as the removal may show the ephemeral; that is counted, with for how
 * long it did. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { type Calm, calmOf, faultNotes } from '../../src/checker/calm.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import { spreadOf } from '../../src/checker/spread.ts';
import { lasting, placeOf, seconds } from '../../src/checker/words.ts';
import type { Affected, Checker, Counts, Verdict } from '../../src/contract.ts';
import { hexOf } from '../../src/hex.ts';
import type { History, Operation } from '../../src/history/history.ts';
import { type EphemeralObservation, livesOf, type SessionLifetime, type Use } from './story.ts';

const NS_PER_MS = 1e6;
/** The time from a session's end (for a silent one, with its timeout) until its ephemeral must be gone from
 * every node, once all faults are healed. */
const GONE_WITHIN_NS = 10e9;
/** How long the effects of a fault may last, beyond a session's timeout. */
const AFTERMATH_MS = 5_000;

/** A server's timeouts do not depend on its wall clock. */
const HARMLESS: readonly Affected[] = ['clocks'];

export const ephemerals: Checker = { name: 'ephemerals', perKey: false, check };

function check(history: History): Verdict {
  const lives = livesOf(history);
  const calm = calmOf(history, HARMLESS);
  const counts = countsOf(lives, calm);
  return verdictOf({
    anomalies: [...lives.flatMap(life => anomaliesOf(life, calm)), ...neverExpired(lives, calm)],
    counts,
    doubts: NEEDED.filter(name => (counts[name] ?? 0) === 0).map(name => `no ${name}`),
    notes: faultNotes(history),
  });
}

/** Sessions that were silent for too long without a fault, of which none at all may have been served. */
const MANY_SILENCES = 3;

/** Finds servers that never ended a session: that no such session was refused is no lack of evidence. */
function neverExpired(lives: readonly SessionLifetime[], calm: Calm): KnownAnomaly[] {
  const silences = lives.flatMap(({ uses, end, timeoutMs }) =>
    uses.filter(({ op }) => {
      const settledNs = op.callNs - (timeoutMs + AFTERMATH_MS) * NS_PER_MS;
      return op === end && op.input === 'silence' && calm(settledNs, op.returnNs);
    }),
  );
  const served = silences.filter(({ zxid }) => zxid !== undefined);
  if (served.length < MANY_SILENCES || served.length < silences.length) return [];
  return [
    {
      type: 'late-expiry',
      promised: 'a session whose client is silent for longer than its timeout expires',
      seen: `all ${served.length} sessions that were silent for longer than their timeouts were served thereafter`,
      operations: indicesOf(...served.slice(0, MANY_SILENCES).map(({ op }) => op)),
    },
  ];
}

/** Without any of these a run shows too little. */
const NEEDED: readonly string[] = [
  'closed and gone',
  'expired and gone',
  'writes refused after the end',
  'sessions that moved',
  'sessions that stayed',
];

function anomaliesOf(life: SessionLifetime, calm: Calm): readonly KnownAnomaly[] {
  return [
    ...wrongOwner(life),
    ...twoFaced(life),
    ...ghosts(life),
    ...writesAfter(life),
    ...expiredEarly(life, calm),
    ...outlives(life, calm),
  ];
}

function wrongOwner({ number, owner, born, begin, sights }: SessionLifetime): KnownAnomaly[] {
  return sights.flatMap(sight => {
    const isOwned = (sight.owner ?? owner) === owner;
    if (isOwned && (sight.czxid ?? born) === born) return [];
    return {
      type: isOwned ? 'conflicting-zxid' : 'wrong-owner',
      promised: 'the owner of an ephemeral is the session that made it',
      seen: `${sight.node} showed the ephemeral of session ${hexOf(owner)}, created at zxid ${hexOf(born)}, as one of session ${hexOf(sight.owner ?? 0n)}, created at zxid ${hexOf(sight.czxid ?? 0n)}, at ${seconds(sight.op.returnNs)} (ephemeral ${number})`,
      operations: indicesOf(begin, sight.op),
    };
  });
}

function twoFaced({ number, owner, died, sights }: SessionLifetime): KnownAnomaly[] {
  const first = sights.find(({ there, pzxid }) => !there && pzxid === died);
  return sights.flatMap(sight => {
    if (first === undefined || died === undefined) return [];
    if (sight.there || sight.pzxid === died || sight.zxid < died) return [];
    return {
      type: 'conflicting-zxid',
      promised: 'an ephemeral is removed at one zxid',
      seen: `the ephemeral of session ${hexOf(owner)} was removed at zxid ${hexOf(died)} by ${first.node}, and at ${hexOf(sight.pzxid)} by ${sight.node} (ephemeral ${number})`,
      operations: indicesOf(first.op, sight.op),
    };
  });
}

function ghosts(life: SessionLifetime): KnownAnomaly[] {
  const removed = removedBy(life);
  return life.sights.flatMap(sight => {
    if (removed === undefined || !sight.there || sight.zxid < removed) return [];
    return {
      type: 'replica-divergence',
      promised: 'a server that has come as far as the removal of an ephemeral does not show it',
      seen: `${sight.node} showed the ephemeral of session ${hexOf(life.owner)} at ${seconds(sight.op.returnNs)}, at zxid ${hexOf(sight.zxid)}, but it had been removed at zxid ${hexOf(removed)} or before (ephemeral ${life.number})`,
      operations: indicesOf(sight.op),
    };
  });
}

/** Returns the lowest zxid at which it was removed for sure; undefined if no server has shown that. */
function removedBy({ died, goneBy }: SessionLifetime): bigint | undefined {
  if (died === undefined || goneBy === undefined) return died ?? goneBy;
  return died < goneBy ? died : goneBy;
}

/** Finds a write after the removal: either the session was over and still served, or it was alive and lost
 * its ephemeral. */
function writesAfter(life: SessionLifetime): KnownAnomaly[] {
  const { number, owner, uses, sights } = life;
  const removed = removedBy(life);
  if (removed === undefined) return [];
  const acknowledged = uses.find(({ zxid }) => zxid !== undefined && zxid > removed);
  const shown = sights.find(({ mzxid }) => mzxid > removed);
  const op = acknowledged?.op ?? shown?.op;
  if (op === undefined) return [];
  const over = acknowledged === undefined || isOver(life, acknowledged);
  return [
    {
      type: over ? 'dead-session' : 'lost-ephemeral',
      promised: over
        ? 'no operation of a session takes effect after its end'
        : 'an ephemeral exists as long as its session is alive',
      seen: `the ephemeral of session ${hexOf(owner)} was removed at zxid ${hexOf(removed)} or before, but the session still wrote at zxid ${hexOf(acknowledged?.zxid ?? shown?.mzxid ?? removed)}, answered ${placeOf(op)} (ephemeral ${number})`,
      operations: indicesOf(op),
    },
  ];
}

/** Tests whether its session had ended by then: it was closed, or learnt that it is over. */
function isOver({ uses, end }: SessionLifetime, { op }: Use): boolean {
  return op === end || uses.some(use => isExpired(use) && use.op !== end);
}

function isExpired({ error }: Use): boolean {
  return error === 'SESSIONEXPIRED';
}

/** Finds a session that expired early: from its last acknowledged write until it was reported over. */
function expiredEarly(
  { number, owner, begin, uses, end, timeoutMs }: SessionLifetime,
  calm: Calm,
): KnownAnomaly[] {
  const told = uses.findIndex(isExpired);
  const use = uses[told];
  if (use === undefined || use.op === end) return [];
  const heard = lastHeard(begin, uses.slice(0, told));
  const silentNs = use.op.returnNs - heard.callNs;
  const aftermathNs = (timeoutMs + AFTERMATH_MS) * NS_PER_MS;
  if (silentNs >= timeoutMs * NS_PER_MS) return [];
  if (!calm(heard.callNs - aftermathNs, use.op.returnNs)) return [];
  return [
    {
      type: 'early-expiry',
      promised: 'a session does not expire while its client is heard within its timeout',
      seen: `session ${hexOf(owner)} was reported as over at ${seconds(use.op.returnNs)}, ${lasting(silentNs)} after it had sent a write that was answered; its timeout is ${timeoutMs} ms (ephemeral ${number})`,
      operations: indicesOf(heard, use.op),
    },
  ];
}

function lastHeard(begin: Operation, uses: readonly Use[]): Operation {
  return uses.findLast(({ zxid }) => zxid !== undefined)?.op ?? begin;
}

function outlives(
  { number, owner, begin, end, uses, sights, timeoutMs }: SessionLifetime,
  calm: Calm,
): KnownAnomaly[] {
  const endNs = (end ?? uses.at(-1)?.op ?? begin).returnNs + timeoutMs * NS_PER_MS;
  const settleNs = (timeoutMs + AFTERMATH_MS) * NS_PER_MS + GONE_WITHIN_NS;
  const isJudged = (op: Operation): boolean =>
    op.f === 'look-everywhere' || (end?.type === 'ok' && calm(op.callNs - settleNs, op.returnNs));
  return sights
    .filter(({ op, there }) => there && op.callNs > endNs + GONE_WITHIN_NS && isJudged(op))
    .map(({ op, node }) => ({
      type: 'ghost-ephemeral',
      promised: 'an ephemeral is gone from every node soon after its session ended',
      seen: `${node} still showed the ephemeral of session ${hexOf(owner)} at ${seconds(op.returnNs)}, ${lasting(op.callNs - endNs)} after the session's end and timeout (ephemeral ${number})`,
      operations: indicesOf(end ?? begin, op),
    }));
}

function countsOf(lives: readonly SessionLifetime[], calm: Calm): Counts {
  const gone = (how: string): readonly SessionLifetime[] =>
    lives.filter(life => removedBy(life) !== undefined && life.end?.input === how);
  const stale = lives.flatMap(staleTimes);
  const moved = lives.filter(({ uses }) => nodesOf(uses) > 1).length;
  return {
    lives: lives.length,
    'closed and gone': gone('close').length,
    'expired and gone': gone('silence').length,
    'writes refused after the end': lives.flatMap(({ uses, end }) =>
      uses.filter(use => use.op === end && isExpired(use)),
    ).length,
    'sessions that moved': moved,
    'sessions that stayed': lives.filter(({ uses }) => nodesOf(uses) === 1).length,
    'naps outlived': lives.flatMap(({ uses }) => uses.filter(isNapOutlived)).length,
    'expiries judged without faults': lives.filter(life => judgedCalmly(life, calm)).length,
    looks: lives.flatMap(({ sights }) => sights).length,
    'shown after it was gone': stale.length,
    ...spreadOf('shown for', stale),
    ...spreadOf('gone after a close', gone('close').flatMap(goneAfter)),
    ...spreadOf('gone after silence began', gone('silence').flatMap(goneAfter)),
  };
}

function nodesOf(uses: readonly Use[]): number {
  return new Set(uses.filter(({ zxid }) => zxid !== undefined).map(({ op }) => op.node)).size;
}

function isNapOutlived({ op, zxid }: Use): boolean {
  return op.input === 'nap' && zxid !== undefined;
}

/** Tests whether no fault could have excused an expiry at its last write. */
function judgedCalmly({ uses, timeoutMs }: SessionLifetime, calm: Calm): boolean {
  const last = uses.findLast(({ zxid }) => zxid !== undefined)?.op;
  if (last === undefined) return false;
  return calm(last.callNs - (timeoutMs + AFTERMATH_MS) * NS_PER_MS, last.returnNs);
}

/** Returns the times from the call of end to the first plain observation without the ephemeral; those at the
 * end come late. */
function goneAfter({ end, sights, born }: SessionLifetime): readonly number[] {
  const plain = sights.filter(({ op }) => op.f === 'look');
  const first = firstGone(plain, born);
  return end === undefined || first === undefined ? [] : [Math.max(0, first - end.callNs)];
}

function firstGone(sights: readonly EphemeralObservation[], born: bigint): number | undefined {
  const times = sights
    .filter(({ there, zxid }) => !there && zxid >= born)
    .map(({ op }) => op.returnNs);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Returns, for each observation that shows the ephemeral after another has shown it gone, the time since
 * then. */
function staleTimes({ sights, born }: SessionLifetime): readonly number[] {
  const first = firstGone(sights, born) ?? Number.POSITIVE_INFINITY;
  return sights
    .filter(({ op, there }) => there && op.callNs > first)
    .map(({ op }) => op.callNs - first);
}
