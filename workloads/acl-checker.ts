/** Decides whether access control lists kept out whom they do not name, and nobody else.
 *    unauthorised  something was done though no list that may have been in force permits it
 *    locked-out    something was refused though every list that may have been in force permits it
 *    order         lists that were set one after the other have versions that are not
 *  A list may be in force from the call that set it to the answer to one of a higher version. One whose
 *  setting is in doubt may be in force from its call on, for good. */
import type { Anomaly, Checker, Verdict } from '../src/contract.ts';
import type { History, Operation } from '../src/history/history.ts';
import type { AclAnswer, UseInput } from './acl-model.ts';
import { type Grants, permits, type Right, schemeOf, userOf } from './acl-rights.ts';

/** Anomalies reported. */
const MOST_ANOMALIES = 10;

export const access: Checker = { name: 'access', perKey: true, check };

/** A list that was set, or may have been. */
interface List {
  readonly grants: Grants;
  /** Absent of the first, which only the owner is in. */
  readonly op?: Operation;
  /** Undefined where it is in doubt. */
  readonly aversion: number | undefined;
}

/** Something that was answered, the lists that may have been in force, and the right it needs. */
interface Use {
  readonly op: Operation;
  readonly right: Right;
  readonly done: boolean;
  readonly lists: readonly List[];
}

function check(history: History): Verdict {
  const znodes = history.keys().map(key => history.ofKey(key).operations());
  const uses = znodes.flatMap(usesOf);
  const [first, ...rest] = [...uses.flatMap(wrongs), ...znodes.flatMap(disorders)];
  const done = uses.filter(use => use.done);
  const counts = {
    done: done.length,
    denied: uses.length - done.length,
    'lists set': done.filter(({ right }) => right === 'admin').length,
    'by digest': done.filter(use => allow(use, 'digest')).length,
    'by world': done.filter(use => allow(use, 'world')).length,
    'by ip': done.filter(use => allow(use, 'ip')).length,
  };
  if (first !== undefined) {
    const anomalies = [first, ...rest.slice(0, MOST_ANOMALIES - 1)] as const;
    return { valid: false, anomalies, counts };
  }
  const absent = Object.entries(counts).find(([, count]) => count === 0);
  if (absent === undefined) return { valid: true, counts };
  return { valid: 'unknown', why: `${absent[0]}: expected some, found none`, counts };
}

function usesOf(ops: readonly Operation[]): readonly Use[] {
  const lists = listsOf(ops);
  return ops
    .filter(({ type }) => type === 'ok')
    .map(op => ({
      op,
      right: op.f === 'grant' ? 'admin' : (op.input as UseInput).right,
      done: (op.output as AclAnswer).refused === null,
      lists: lists.filter(list => mayBeInForce(list, op, lists)),
    }));
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

/** Of one that was set by the operation itself: not for that operation. */
function mayBeInForce(list: List, at: Operation, lists: readonly List[]): boolean {
  const { op, aversion } = list;
  if (op === at || (op !== undefined && op.callNs >= at.returnNs)) return false;
  if (aversion === undefined) return true;
  return !lists.some(
    later =>
      later.op !== undefined &&
      later.aversion !== undefined &&
      later.aversion > aversion &&
      later.op.returnNs < at.callNs,
  );
}

function wrongs({ op, right, done, lists }: Use): Anomaly[] {
  const user = userOf(op.process);
  const permitting = lists.filter(({ grants }) => permits(grants, user, right));
  if (done ? permitting.length > 0 : permitting.length < lists.length) return [];
  const inForce = lists.map(({ grants }) => JSON.stringify(grants)).join(' or ');
  return [
    {
      type: done ? 'unauthorised' : 'locked-out',
      promised: done
        ? 'an operation succeeds only with its permission'
        : 'an operation is refused only without its permission',
      seen: `${user} (process ${op.process}) ${done ? 'could' : 'could not'} ${right} while the list was ${inForce}`,
      operations: indicesOf(op, ...lists.flatMap(list => list.op ?? [])),
    },
  ];
}

/** Whoever was answered before another was asked has a lower version. */
function disorders(ops: readonly Operation[]): Anomaly[] {
  const set = listsOf(ops).flatMap(({ op, aversion }) =>
    op !== undefined && aversion !== undefined ? [{ op, aversion }] : [],
  );
  const byReturn = set.toSorted((a, b) => a.op.returnNs - b.op.returnNs);
  return set.flatMap(later => {
    const wrong = byReturn.find(
      earlier => earlier.op.returnNs < later.op.callNs && earlier.aversion >= later.aversion,
    );
    if (wrong === undefined) return [];
    return {
      type: 'order',
      promised: 'the version of a list grows whenever it is set',
      seen: `version ${wrong.aversion} was acknowledged before version ${later.aversion} was asked for`,
      operations: indicesOf(wrong.op, later.op),
    };
  });
}

/** Whether it was done by this scheme, whichever list was in force. */
function allow({ op, right, lists }: Use, scheme: 'digest' | 'world' | 'ip'): boolean {
  return lists.every(({ grants }) => schemeOf(grants, userOf(op.process), right) === scheme);
}

function indicesOf(...ops: readonly Operation[]): number[] {
  const indices = ops.flatMap(({ index, completionIndex }) =>
    completionIndex === undefined ? [index] : [index, completionIndex],
  );
  return [...new Set(indices)].sort((a, b) => a - b);
}
