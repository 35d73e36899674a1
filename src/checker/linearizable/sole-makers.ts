/** Refutes a register's history, with compare-and-sets or without, by the values that one operation alone makes.
 *
 * From the first return of the operations that made or saw such a value to the last call of one of them, the register
 * surely holds the value: its zone. No order explains two zones that overlap, an operation within a zone that needs
 * another value, or a value that was seen before anybody began to write it (after Gibbons & Korach, Testing shared
 * memories, 1997). Moments are places in `Problem.events`. */
import { canonical } from '../../model/canonical.ts';
import type { Model } from '../../model/model.ts';
import { NONE, type Problem } from './problem.ts';
import { madeBy, seenBy, type Value } from './register-values.ts';
import { type Violation, violation } from './special-result.ts';
import { operationText } from './words.ts';

/** The operations that made or saw a value; complete if at most one made it. An operation is its place in
 * `Problem.operations`, or NONE. */
interface Cluster {
  /** Operations that make the value; the initial value was made once, before all events. */
  makers: number;
  firstMake: number;
  firstMaker: number;
  firstReturn: number;
  firstReturned: number;
  lastCall: number;
  lastCalled: number;
}

/** What the operations of a class do: the values that they saw and left, undefined where they say nothing. */
interface Effect {
  readonly sees: Cluster | undefined;
  readonly leaves: Cluster | undefined;
  readonly isMaker: boolean;
}

/** Takes an operation with the moments of its call and return; Infinity if it need not have taken effect. Returns
 *  whether to stop. */
type Visit = (op: number, effect: Effect, call: number, end: number) => boolean;

/** Returns a proof that no order explains the operations. Undefined says nothing.
 * @throws UnknownOperation, HistoryError for what the model, a register, does not have. */
export function refuteBySoleMakers<S>(problem: Problem, model: Model<S>): Violation | undefined {
  for (const { example } of problem.classes) model.step(model.init, example);
  const { clusters, effects } = valuesOf(problem, model.init);
  const isSole = (cluster: Cluster | undefined): boolean =>
    cluster !== undefined && cluster.makers < 2;
  const ofSole = effects.map(effect =>
    isSole(effect.sees) || isSole(effect.leaves) ? effect : undefined,
  );
  eachOperation(problem, ofSole, gather);
  const early = clusters.find(
    ({ makers, firstReturn, firstMake }) => makers < 2 && firstReturn < firstMake,
  );
  if (early) return unwritten(problem, early);
  const zones = clusters
    .filter(({ makers, firstReturn, lastCall }) => makers === 1 && firstReturn < lastCall)
    .sort((a, b) => a.firstReturn - b.firstReturn);
  return firstOverlap(problem, zones) ?? firstWithin(problem, effects, zones);
}

/** The effect of each class of operations, and all clusters. */
function valuesOf(
  { classes, classOf }: Problem,
  initial: unknown,
): { readonly clusters: readonly Cluster[]; readonly effects: readonly Effect[] } {
  const clusters = new Map<Value, Cluster>();
  const clusterOf = (value: Value | undefined): Cluster | undefined => {
    if (value === undefined) return undefined;
    const cluster = clusters.get(value) ?? emptyCluster();
    clusters.set(value, cluster);
    return cluster;
  };
  clusters.set(canonical(initial), {
    ...emptyCluster(),
    makers: 1,
    firstMake: -1,
    firstReturn: -1,
  });
  const effects = classes.map(({ example }): Effect => {
    const sees = clusterOf(seenBy(example, initial));
    const makes = clusterOf(madeBy(example));
    return { sees, leaves: makes ?? sees, isMaker: makes !== undefined };
  });
  for (const operationClass of classOf) {
    const { isMaker, leaves } = effects[operationClass] ?? {};
    if (isMaker && leaves) leaves.makers += 1;
  }
  return { clusters: [...clusters.values()], effects };
}

function emptyCluster(): Cluster {
  const [never, none] = [Number.POSITIVE_INFINITY, NONE];
  return {
    makers: 0,
    firstMake: never,
    firstMaker: none,
    firstReturn: never,
    firstReturned: none,
    lastCall: -1,
    lastCalled: none,
  };
}

/** Visits the operations whose class has an effect, in order of their calls. */
function eachOperation(
  { events, classOf, slotOf, returnOf }: Problem,
  effects: readonly (Effect | undefined)[],
  visit: Visit,
): void {
  for (let call = 0; call < events.length; call++) {
    const op = events[call] ?? NONE;
    const effect = op < 0 ? undefined : effects[classOf[op] ?? NONE];
    if (effect === undefined) continue;
    const end = slotOf[op] === NONE ? Number.POSITIVE_INFINITY : (returnOf[op] ?? 0);
    if (visit(op, effect, call, end)) return;
  }
}

const gather: Visit = (op, { sees, leaves, isMaker }, call, end) => {
  if (isMaker && leaves) {
    if (leaves.firstMaker === NONE) [leaves.firstMake, leaves.firstMaker] = [call, op];
    widen(leaves, op, call, end);
  }
  if (sees && end !== Number.POSITIVE_INFINITY) widen(sees, op, call, end);
  return false;
};

function widen(cluster: Cluster, op: number, call: number, end: number): void {
  if (end < cluster.firstReturn) [cluster.firstReturn, cluster.firstReturned] = [end, op];
  if (call > cluster.lastCall) [cluster.lastCall, cluster.lastCalled] = [call, op];
}

function unwritten({ operations }: Problem, { firstReturned, firstMaker }: Cluster): Violation {
  const found = [firstReturned, firstMaker].flatMap(op => operations[op] ?? []);
  const [seen, made] = found.map(operationText);
  return violation(
    found,
    made === undefined
      ? `${seen} saw a value that nobody wrote`
      : `${seen} returned before ${made} was invoked`,
  );
}

/** `zones` are in order of their beginnings. */
function firstOverlap(problem: Problem, zones: readonly Cluster[]): Violation | undefined {
  for (const [at, zone] of zones.entries()) {
    const previous = zones[at - 1];
    if (previous && zone.firstReturn < previous.lastCall)
      return conflict(problem, previous, [zone.firstMaker, zone.firstReturned, zone.lastCalled]);
  }
  return undefined;
}

/** Finds an operation that needs another value than the zone holds from before its call until after its return. `zones`
 *  do not overlap, and are in order. */
function firstWithin(
  problem: Problem,
  effects: readonly Effect[],
  zones: readonly Cluster[],
): Violation | undefined {
  const last = zones.at(-1)?.lastCall ?? NONE;
  let at = 0;
  let found: Violation | undefined;
  eachOperation(problem, effects, (op, { sees, leaves }, call, end) => {
    while ((zones[at]?.lastCall ?? call) < call) at += 1;
    const zone = zones[at];
    if (zone && zone.firstReturn < call && end < zone.lastCall) {
      const other = [sees, leaves].find(cluster => cluster !== undefined && cluster !== zone);
      if (other) found = conflict(problem, zone, [other.firstMaker, op]);
    }
    return found !== undefined || call > last;
  });
  return found;
}

function conflict({ operations }: Problem, zone: Cluster, others: readonly number[]): Violation {
  const [since, until, last] = [zone.firstReturned, zone.lastCalled, others.at(-1) ?? NONE].map(
    op => operations[op],
  );
  const shown = [zone.firstMaker, zone.firstReturned, zone.lastCalled, ...others];
  return violation(
    shown.flatMap(op => operations[op] ?? []),
    `the register held one value ${since ? `since ${operationText(since)} returned` : 'at first'} until ` +
      `${until ? operationText(until) : 'the end'} was invoked, but in that time it held that of ${last ? operationText(last) : 'the beginning'}`,
  );
}
