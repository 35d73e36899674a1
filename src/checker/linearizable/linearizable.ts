/** Linearizability (Herlihy & Wing 1990) of one object, or of every key's object separately: a history of
 * several objects is linearizable if and only if that of each is.
 *
 * `info` operations may take effect at any time after their call, or never. Reads that are `info` say
 * nothing. `fail` operations did not happen.
 *
 * A linearizable history whose zxids claim another order than clients saw is invalid too:
 * `server-order-contradicts-clients`. */
import type { AnomalyType, KnownAnomaly } from '../../anomalies.ts';
import type { Budget, Checker, Counts, Verdict } from '../../contract.ts';
import type { Key } from '../../history/event.ts';
import type { History, Operation } from '../../history/history.ts';
import { canonical } from '../../model/canonical.ts';
import type { Model } from '../../model/model.ts';
import { foundOf } from '../finding.ts';
import { decide, searchOf } from './decide.ts';
import { explain, explainBriefly, refutedAnomaly, specialAnomaly } from './explain.ts';
import { constraining } from './problem.ts';
import { serverOrderAnomaly } from './server-order.ts';
import { refuteBySoleMakers } from './sole-makers.ts';
import { decideSpecially } from './special.ts';
import { isWitnessed } from './witness.ts';

/** Keys whose anomaly is worked out and reported; others are counted. */
const MOST_ANOMALIES = 10;

/** `full`: what is wrong is minimised and tried to explain; `brief`: it is said in a sentence. */
export type Detail = 'full' | 'brief';

/** Decides whether each key's operations, or all operations when none has a key, are linearizable as
 * operations of the model. Unknown without operations, and when the budget is used up. */
export function linearizable<S>(model: Model<S>, detail: Detail = 'full'): Checker {
  return {
    name: `linearizable ${model.name}`,
    perKey: true,
    check: (history, budget) => {
      const findings: Finding[] = [];
      let left = history.length - history.nemesis.length;
      for (const object of objectsOf(history)) {
        findings.push(check(object, { model, budget, detail }));
        left -= object.history.length;
      }
      const verdict = merged(findings);
      return left > 0 && verdict.valid === true ? partly(verdict.counts, left) : verdict;
    },
  };
}

interface Keyed {
  readonly key?: Key;
  readonly history: History;
}

/** Yields one after the other: the operations of all of them together take much memory. */
function* objectsOf(history: History): Generator<Keyed> {
  const keys = history.keys();
  if (keys.length === 0) yield { history };
  for (const key of keys) yield { key, history: history.ofKey(key) };
}

function partly(counts: Counts, left: number): Verdict {
  const why = `${left} events have no key while others have one, and were not checked`;
  return { valid: 'unknown', why, counts };
}

/** What came of one key. */
interface Finding {
  /** Failed ones too. */
  readonly invoked: number;
  /** The operations that an order must explain. */
  readonly operations: number;
  readonly lost: number;
  /** Works out what is wrong, of the type that follows. */
  readonly anomaly?: () => KnownAnomaly;
  readonly type?: AnomalyType;
  readonly unknown?: string;
}

interface Task<S> {
  readonly model: Model<S>;
  readonly budget: Budget;
  readonly detail: Detail;
}

function check<S>({ key, history }: Keyed, task: Task<S>): Finding {
  const { model } = task;
  const invoked = history.operations();
  const operations = constraining(invoked, model);
  const found = {
    invoked: invoked.length,
    operations: operations.length,
    lost: operations.reduce((count, { type }) => count + Number(type === 'info'), 0),
  };
  let undecided: Pick<Finding, 'unknown'> | undefined;
  for (const part of partsOf(operations, model)) {
    const wrong = checkPart(part, key, task);
    if (wrong?.anomaly) return { ...found, ...wrong, type: 'nonlinearizable' };
    undecided ??= wrong;
  }
  const anomaly = serverOrderAnomaly(operations, model, undecided === undefined);
  return { ...found, ...(anomaly ? { anomaly: () => anomaly, type: anomaly.type } : undecided) };
}

/** Returns the operations of each part, in order. An object that is many small ones, as a set is a bit for each
 * value, is linearizable if and only if each part is; one part if an operation concerns them all. */
function partsOf<S>(operations: readonly Operation[], model: Model<S>): Operation[][] {
  if (!model.partOf) return [[...operations]];
  const parts = new Map<Key, Operation[]>();
  for (const op of operations) {
    const part = model.partOf(op);
    if (part === undefined) return [[...operations]];
    const key = canonical(part);
    const known = parts.get(key);
    if (known) known.push(op);
    else parts.set(key, [op]);
  }
  return parts.size === 0 ? [[]] : [...parts.values()];
}

/** What is wrong or undecided, if anything. */
function checkPart<S>(
  operations: readonly Operation[],
  key: Key | undefined,
  { model, budget, detail }: Task<S>,
): Pick<Finding, 'anomaly' | 'unknown'> | undefined {
  const special = decideSpecially(operations, model);
  if (special?.kind === 'linearizable') return undefined;
  if (special) {
    const searched = detail === 'full' ? operations : [];
    return { anomaly: () => specialAnomaly(model, key, special, { searched, budget }) };
  }
  if (isWitnessed(operations, model)) return undefined;
  const known = model.knowing?.(operations) ?? model;
  const search = searchOf(operations, known, budget);
  const refuted = model.object === 'register' && refuteBySoleMakers(search.problem, model);
  if (refuted)
    return {
      anomaly: () => refutedAnomaly(known, key, refuted, detail === 'full' ? search : undefined),
    };
  const how = detail === 'full' ? explain : explainBriefly;
  const decision = decide(search);
  switch (decision.kind) {
    case 'linearizable':
      return undefined;
    case 'stuck':
      return { anomaly: () => how(known, key, search, decision) };
    case 'unknown':
      return { unknown: `${key === undefined ? '' : `key ${key}: `}${decision.why}` };
  }
}

function merged(findings: readonly Finding[]): Verdict {
  const sum = (of: (finding: Finding) => number): number =>
    findings.reduce((total, finding) => total + of(finding), 0);
  const counts = {
    objects: findings.length,
    invoked: sum(({ invoked }) => invoked),
    operations: sum(({ operations }) => operations),
    neverReturned: sum(({ lost }) => lost),
    invalid: sum(({ anomaly }) => Number(anomaly !== undefined)),
    undecided: sum(({ unknown }) => Number(unknown !== undefined)),
  };
  const [first, ...others] = findings
    .flatMap(({ anomaly }) => (anomaly ? [anomaly] : []))
    .slice(0, MOST_ANOMALIES);
  const found = foundOf(findings.flatMap(({ type }) => (type === undefined ? [] : { type })));
  if (first)
    return {
      valid: false,
      anomalies: [first(), ...others.map(other => other())],
      ...found,
      counts,
    };
  const why = findings.find(({ unknown }) => unknown !== undefined)?.unknown;
  if (why !== undefined) return { valid: 'unknown', why, counts };
  if (counts.invoked === 0)
    return { valid: 'unknown', why: 'the history has no operation to check', counts };
  return { valid: true, counts };
}
