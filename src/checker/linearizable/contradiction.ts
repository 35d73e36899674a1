/** Finds what directly contradicts an operation, if the model reads versions off operations: a later version
 * that was known before the operation was invoked, or the same version with another state. */
import type { Operation } from '../../history/history.ts';
import type { Model } from '../../model/model.ts';
import { answererOf, seconds } from '../words.ts';
import { endOf } from './interval.ts';
import { json, oneOf } from './words.ts';

/** Returns the operation that contradicts `op`: of the lowest version above, and of those the first that returned;
 * else one with the same version and another state. */
export function contradictionOf<S>(
  op: Operation,
  operations: readonly Operation[],
  model: Model<S>,
): Operation | undefined {
  const version = versionOf(op, model);
  if (version === undefined) return undefined;
  let found: Operation | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const other of operations) {
    const known = versionOf(other, model);
    if (other === op || known === undefined || known > lowest || known < version) continue;
    const isContrary =
      known > version ? endOf(other) < op.index : isDenied(op, other, model) && found === undefined;
    const isSooner = known < lowest || (found && endOf(other) < endOf(found));
    if (isContrary && isSooner) [found, lowest] = [other, known];
  }
  return found;
}

function versionOf<S>(op: Operation, { version }: Model<S>): number | undefined {
  return op.type === 'ok' ? version?.(op) : undefined;
}

/** Whether two operations of one version cannot both be right. */
function isDenied<S>(op: Operation, other: Operation, model: Model<S>): boolean {
  if (stateText(op, model) !== stateText(other, model)) return true;
  return !model.isRead?.(op) && !model.isRead?.(other);
}

interface Said {
  readonly title?: string;
  readonly seen: string;
}

/** Says what is wrong with an operation. `reached`: the states that the object may have been in when it returned;
 * undefined where they are not known. */
export function sentenceAbout<S>(
  op: Operation,
  operations: readonly Operation[],
  model: Model<S>,
  reached: readonly string[] | undefined,
): Said {
  const did = `${answererOf(op)} ${describeOperation(op, model)} at ${seconds(op.returnNs)}`;
  const against = contradictionOf(op, operations, model);
  if (against !== undefined) return contradicted(op, did, against, model);
  const otherwise =
    reached === undefined
      ? 'which no order of the operations around it explains'
      : `but in every order of the operations before it the ${nameOf(model)} was ${oneOf(reached)} then`;
  return { seen: `${did}, ${otherwise}` };
}

function contradicted<S>(op: Operation, did: string, against: Operation, model: Model<S>): Said {
  const when = endOf(against) < op.index ? 'had been' : 'was';
  const how = model.isRead?.(against) ? 'read from' : 'acknowledged by';
  const known = `${stateText(against, model)} ${when} ${how} ${answererOf(against)} at ${seconds(against.returnNs)}`;
  const isNewer = (versionOf(against, model) ?? 0) > (versionOf(op, model) ?? 0);
  const seen = `${did}, but ${known}`;
  if (model.isRead?.(op)) return { title: isNewer ? 'Stale read' : 'Conflicting versions', seen };
  return { title: model.isRead?.(against) ? 'Conflicting versions' : 'Lost write', seen };
}

function stateText<S>(op: Operation, { stateAfter, describeState }: Model<S>): string {
  const state = stateAfter?.(op);
  return state === undefined ? 'another state' : (describeState?.(state) ?? json(state));
}

/** Returns what the server did with an operation that returned: `returned version 20 (=2)`. */
function describeOperation<S>(op: Operation, model: Model<S>): string {
  if (model.describeOperation) return model.describeOperation(op);
  const { f, input, output } = op;
  const call = input === null || input === undefined ? f : `${f} ${json(input)}`;
  return json(output) === json(input)
    ? `acknowledged ${call}`
    : `answered ${call} with ${json(output)}`;
}

/** `versioned-register` as `register`, `fifo-queue` as `queue`. */
function nameOf<S>({ name }: Model<S>): string {
  return name.replace(/^(versioned|fifo|owned|reentrant|fenced|cas)-/, '');
}
