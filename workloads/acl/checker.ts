/** Decides whether access control lists denied every user that they do not name, and no other.
 *   unauthorized-access  an operation succeeded though no list that may have been active permits it
 *   late-revocation      the same, and the list before those permits it
 *   wrongful-denial      an operation was denied though every list that may have been active permits it
 *   late-grant           the same, and the list before those does not
 *   real-time-order      a list was set before another was requested, and has the higher version
 * A list may be active from the call that set it to the answer to one of a higher version. One whose
 * setting is indeterminate may be active from its call on, for good. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { doubtsAbout, indicesOf, verdictOf } from '../../src/checker/finding.ts';
import { disorders, type Ranked } from '../../src/checker/real-time.ts';
import { placeOf } from '../../src/checker/words.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { History, Operation } from '../../src/history/history.ts';
import type { AclAnswer, UseInput } from './client.ts';
import { type Grants, permits, type Right, schemeOf, userOf } from './rights.ts';

export const access: Checker = { name: 'access', perKey: true, check };

/** A list that was set, or may have been. */
interface List {
  readonly grants: Grants;
  /** The operation that set the list; absent for the first list, which names only the owner. */
  readonly op?: Operation;
  /** Undefined if indeterminate. */
  readonly aversion: number | undefined;
}

/** Something that was answered, and the right it needs. */
interface Use {
  readonly op: Operation;
  readonly right: Right;
  readonly done: boolean;
  /** The lists that may have been active, and the last one that was no longer active. */
  readonly lists: readonly List[];
  readonly before: List | undefined;
}

function check(history: History): Verdict {
  const znodes = history.keys().map(key => history.ofKey(key).operations());
  const uses = znodes.flatMap(usesOf);
  const done = uses.filter(use => use.done);
  const counts = {
    done: done.length,
    denied: uses.length - done.length,
    'lists set': done.filter(({ right }) => right === 'admin').length,
    'by digest': done.filter(use => allow(use, 'digest')).length,
    'by world': done.filter(use => allow(use, 'world')).length,
    'by ip': done.filter(use => allow(use, 'ip')).length,
  };
  return verdictOf({
    anomalies: [...uses.flatMap(wrongs), ...znodes.flatMap(ops => disorders(settings(ops)))],
    counts,
    doubts: doubtsAbout(counts, ['done', 'denied', 'lists set']),
  });
}

function usesOf(ops: readonly Operation[]): readonly Use[] {
  const lists = listsOf(ops);
  return ops
    .filter(({ type }) => type === 'ok')
    .map(op => {
      const inForce = lists.filter(list => mayBeInForce(list, op, lists));
      const superseded = lists
        .filter(list => list.op !== op && isSuperseded(list, op, lists))
        .sort((a, b) => (a.aversion ?? 0) - (b.aversion ?? 0));
      return {
        op,
        right: op.f === 'grant' ? 'admin' : (op.input as UseInput).right,
        done: (op.output as AclAnswer).refused === null,
        lists: inForce,
        before: superseded.at(-1),
      };
    });
}

function listsOf(ops: readonly Operation[]): readonly List[] {
  const set = ops.flatMap((op): List[] => {
    const grants = op.input as Grants;
    if (op.f !== 'grant' || op.type === 'fail') return [];
    if (op.type === 'info') return [{ grants, op, aversion: undefined }];
    const { refused, aversion } = op.output as AclAnswer;
    return refused === null ? [{ grants, op, aversion }] : [];
  });
  return [{ grants: [], aversion: 0 }, ...set];
}

/** Tests whether a list may be active for an operation. A list that the operation itself sets is not. */
function mayBeInForce(list: List, at: Operation, lists: readonly List[]): boolean {
  const { op } = list;
  if (op === at || (op !== undefined && op.callNs >= at.returnNs)) return false;
  return !isSuperseded(list, at, lists);
}

/** Tests whether a list of a higher version was acknowledged before. */
function isSuperseded({ aversion }: List, at: Operation, lists: readonly List[]): boolean {
  if (aversion === undefined) return false;
  return lists.some(
    later =>
      later.op !== undefined &&
      later.aversion !== undefined &&
      later.aversion > aversion &&
      later.op.returnNs < at.callNs,
  );
}

/** Anomaly types if no list explains the outcome, and if the previous list does. */
const TYPES = {
  done: ['unauthorized-access', 'late-revocation'],
  refused: ['wrongful-denial', 'late-grant'],
} as const;

function wrongs({ op, right, done, lists, before }: Use): KnownAnomaly[] {
  const user = userOf(op.process);
  const agrees = ({ grants }: List): boolean => permits(grants, user, right) === done;
  if (lists.some(agrees)) return [];
  const late = before !== undefined && agrees(before);
  const inForce = lists.map(({ grants }) => JSON.stringify(grants)).join(' or ');
  return [
    {
      type: TYPES[done ? 'done' : 'refused'][late ? 1 : 0],
      promised: done
        ? 'an operation succeeds only with its permission'
        : 'an operation is refused only without its permission',
      seen: `${user} (process ${op.process}) ${done ? 'could' : 'could not'} ${right} ${placeOf(op)} while the list was ${inForce}${late ? `, as if it was still ${JSON.stringify(before.grants)}` : ''}`,
      operations: indicesOf(op, ...lists.flatMap(list => list.op ?? [])),
    },
  ];
}

/** Returns the lists that were set, with their versions. */
function settings(ops: readonly Operation[]): readonly Ranked[] {
  return listsOf(ops).flatMap(({ op, aversion }) =>
    op !== undefined && aversion !== undefined
      ? [{ op, rank: BigInt(aversion), text: `the setting of version ${aversion}` }]
      : [],
  );
}

/** Tests whether this scheme permits the operation, under any list that may have been active. */
function allow({ op, right, lists }: Use, scheme: 'digest' | 'world' | 'ip'): boolean {
  return lists.every(({ grants }) => schemeOf(grants, userOf(op.process), right) === scheme);
}
