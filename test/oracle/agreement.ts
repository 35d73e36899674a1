/** What is held against trying every order: each way to decide, on small histories of an object and on
 * longer ones. */
import { decide, searchOf } from '../../src/checker/linearizable/decide.ts';
import { DepthFirst } from '../../src/checker/linearizable/depth-first.ts';
import { linearizable } from '../../src/checker/linearizable/index.ts';
import { constraining, problemOf } from '../../src/checker/linearizable/problem.ts';
import { refuteBySoleMakers } from '../../src/checker/linearizable/sole-makers.ts';
import { decideSpecially } from '../../src/checker/linearizable/special.ts';
import { Transitions } from '../../src/checker/linearizable/transitions.ts';
import type { Event } from '../../src/history/event.ts';
import type { History } from '../../src/history/history.ts';
import type { Model } from '../../src/model/index.ts';
import { seededRandom } from '../../src/random.ts';
import { BUDGET, verdictOn } from '../kit/judge.ts';
import { isLinearizable } from './brute-force.ts';
import { type RandomObject, randomHistory, type Shape } from './small-histories.ts';
import {
  casRegisterObject,
  counterObject,
  fencedMutexObject,
  growingSetObject,
  mutexObject,
  nearlyUniqueCasRegisterObject,
  ownedMutexObject,
  queueObject,
  reentrantMutexObject,
  registerObject,
  setObject,
  textObject,
  uniqueIdsObject,
  uniqueQueueObject,
  uniqueRegisterObject,
  versionedObject,
} from './small-history-objects.ts';

const SHAPES: readonly [Shape, ...Shape[]] = [
  { operations: 6, processes: 3, lostPercent: 0, liePercent: 10 },
  { operations: 7, processes: 4, lostPercent: 25, liePercent: 15 },
  { operations: 7, processes: 2, lostPercent: 60, liePercent: 30 },
  { operations: 8, processes: 5, lostPercent: 10, liePercent: 10 },
];
/** The longest histories of which all orders can still be tried. */
const LONGER: readonly [Shape, ...Shape[]] = [
  { operations: 18, processes: 4, lostPercent: 8, liePercent: 8 },
  { operations: 24, processes: 3, lostPercent: 15, liePercent: 5 },
];

/** A way to decide; undefined where it cannot tell. */
type Method = <S>(history: History, model: Model<S>) => boolean | undefined;

const search: Method = (history, model) => {
  const found = decide(searchOf(constraining(history.operations(), model), model, BUDGET));
  return found.kind === 'unknown' ? undefined : found.kind === 'linearizable';
};

/** What it does not refute is searched. */
const refuting: Method = (history, model) => {
  const { problem } = searchOf(constraining(history.operations(), model), model, BUDGET);
  return refuteBySoleMakers(problem, model) ? false : search(history, model);
};

/** Small histories are searched to the end, so that it tells both ways. */
const depthFirst: Method = (history, model) => {
  const problem = problemOf(constraining(history.operations(), model), model);
  const search = new DepthFirst(problem, new Transitions(model, problem.classes));
  return search.go(Number.POSITIVE_INFINITY);
};

const byParts: Method = (history, model) => {
  const { valid } = verdictOn(linearizable(model), history);
  return valid === 'unknown' ? undefined : valid;
};

const specially: Method = (history, model) => {
  const found = decideSpecially(constraining(history.operations(), model), model);
  return found && found.kind === 'linearizable';
};

/** What came of some histories. */
interface Comparison {
  readonly valid: number;
  readonly invalid: number;
  /** Histories of which the method could not tell. */
  readonly abstained: number;
  /** The first history on which the method was wrong, in words. */
  readonly wrong?: string;
}

/** A claim: a method decides random histories of an object as trying every order does. */
interface Claim {
  readonly name: string;
  compare(histories: number, seed: number): Comparison;
}

function claim<S>(name: string, object: () => RandomObject<S>, method: Method): Claim {
  return {
    name,
    compare: (histories, seed) =>
      compare({ object: object(), method, shapes: SHAPES, histories, seed }),
  };
}

/** Ten times fewer histories, of more operations. */
function longer<S>(name: string, object: () => RandomObject<S>): Claim {
  return {
    name: `${name}, longer`,
    compare: (histories, seed) =>
      compare({
        object: object(),
        method: byParts,
        shapes: LONGER,
        histories: Math.ceil(histories / 10),
        seed,
      }),
  };
}

interface Trial<S> {
  readonly object: RandomObject<S>;
  readonly method: Method;
  readonly shapes: readonly [Shape, ...Shape[]];
  readonly histories: number;
  readonly seed: number;
}

function compare<S>({ object, method, shapes, histories, seed }: Trial<S>): Comparison {
  const random = seededRandom(seed).stream(object.model.name);
  let [valid, invalid, abstained] = [0, 0, 0];
  for (let at = 0; at < histories; at++) {
    const history = randomHistory(object, shapes[at % shapes.length] ?? shapes[0], random);
    const expected = isLinearizable(history, object.model);
    const found = method(history, object.model);
    if (expected) valid += 1;
    else invalid += 1;
    if (found === undefined) abstained += 1;
    else if (found !== expected)
      return { valid, invalid, abstained, wrong: `${expected}, not ${found}:\n${shown(history)}` };
  }
  return { valid, invalid, abstained };
}

function shown(history: History): string {
  const text = ({ process, type, f, value }: Event): string =>
    `${process} ${type} ${f} ${JSON.stringify(value)}`;
  return [...history.events()].map(text).join('\n');
}

export const claims: readonly Claim[] = [
  claim('register, search', () => registerObject, search),
  claim('cas-register, search', () => casRegisterObject, search),
  claim('cas-register of nearly unique values, search', nearlyUniqueCasRegisterObject, search),
  claim('versioned-register, search', () => versionedObject, search),
  claim('mutex, search', () => mutexObject, search),
  claim('fifo-queue, search', () => queueObject, search),
  claim('fenced-mutex, search', () => fencedMutexObject, search),
  claim('register, by values made once', () => registerObject, refuting),
  claim('cas-register, by values made once', () => casRegisterObject, refuting),
  claim('cas-register of nearly unique values, made once', nearlyUniqueCasRegisterObject, refuting),
  claim('register, depth first', () => registerObject, depthFirst),
  claim('cas-register, depth first', () => casRegisterObject, depthFirst),
  claim('mutex, depth first', () => mutexObject, depthFirst),
  claim('fifo-queue, depth first', () => queueObject, depthFirst),
  claim('counter, depth first', () => counterObject, depthFirst),
  claim('set, depth first', () => setObject, depthFirst),
  claim('set, value by value', () => setObject, byParts),
  claim('append-kv', () => textObject, byParts),
  claim('register of unique values', uniqueRegisterObject, specially),
  claim('fifo-queue of unique values', uniqueQueueObject, specially),
  claim('fifo-queue of repeated values', () => queueObject, specially),
  claim('mutex', () => mutexObject, specially),
  claim('owned-mutex', () => ownedMutexObject, specially),
  claim('reentrant-mutex', () => reentrantMutexObject, specially),
  claim('fenced-mutex', () => fencedMutexObject, specially),
  claim('counter', () => counterObject, specially),
  claim('unique-ids', uniqueIdsObject, specially),
  claim('set of unique values, read as a whole', growingSetObject, specially),
  longer('register', () => registerObject),
  longer('cas-register', () => casRegisterObject),
  longer('cas-register of nearly unique values', nearlyUniqueCasRegisterObject),
  longer('versioned-register', () => versionedObject),
  longer('fifo-queue', () => queueObject),
  longer('append-kv', () => textObject),
  longer('register of unique values', uniqueRegisterObject),
  longer('fifo-queue of unique values', uniqueQueueObject),
  longer('mutex', () => mutexObject),
  longer('set', () => setObject),
  longer('set of unique values, read as a whole', growingSetObject),
  longer('owned-mutex', () => ownedMutexObject),
  longer('reentrant-mutex', () => reentrantMutexObject),
  longer('fenced-mutex', () => fencedMutexObject),
  longer('counter', () => counterObject),
];
