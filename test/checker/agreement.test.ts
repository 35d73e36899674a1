import { expect, test } from 'vitest';
import { decide } from '../../src/checker/decide.ts';
import { linearizable } from '../../src/checker/index.ts';
import { constraining, problemOf } from '../../src/checker/problem.ts';
import { decideSpecially } from '../../src/checker/special.ts';
import { Transitions } from '../../src/checker/transitions.ts';
import type { Event } from '../../src/history/event.ts';
import type { History } from '../../src/history/history.ts';
import type { Model } from '../../src/model/index.ts';
import { seededRandom } from '../../src/random.ts';
import {
  casRegisterObject,
  mutexObject,
  queueObject,
  registerObject,
  setObject,
  uniqueQueueObject,
  uniqueRegisterObject,
  versionedObject,
} from './objects.ts';
import { isLinearizable } from './oracle.ts';
import { type RandomObject, randomHistory, type Shape } from './random-histories.ts';

/** Histories of each object; more by `ORACLE_HISTORIES=40000`. */
const HISTORIES = Number(process.env.ORACLE_HISTORIES ?? 3000);
const SHAPES: readonly Shape[] = [
  { operations: 6, processes: 3, lostPercent: 0, liePercent: 10 },
  { operations: 7, processes: 4, lostPercent: 25, liePercent: 15 },
  { operations: 7, processes: 2, lostPercent: 60, liePercent: 30 },
  { operations: 8, processes: 5, lostPercent: 10, liePercent: 10 },
];
const budget = { timeMs: 1000, memoryMb: 100, elapsedMs: () => 0 };

/** A way to decide; undefined where it cannot tell. */
type Method = <S>(history: History, model: Model<S>) => boolean | undefined;

const search: Method = (history, model) => {
  const problem = problemOf(history.operations(), model);
  const transitions = new Transitions(model, problem.classes);
  const found = decide({ problem, transitions, budget });
  return found.kind === 'unknown' ? undefined : found.kind === 'linearizable';
};

const byParts: Method = (history, model) => {
  const { valid } = linearizable(model).check(history, budget);
  return valid === 'unknown' ? undefined : valid;
};

const specially: Method = (history, model) => {
  const found = decideSpecially(constraining(history.operations(), model), model);
  return found && found.kind === 'linearizable';
};

function shown({ process, type, f, value }: Event): string {
  return `${process} ${type} ${f} ${JSON.stringify(value)}`;
}

/** At most `abstainPercent` of the histories may be left undecided. */
function agree<S>(object: RandomObject<S>, method: Method, abstainPercent = 0): void {
  const random = seededRandom(1).stream(object.model.name);
  const verdicts = { true: 0, false: 0 };
  let abstained = 0;
  for (let at = 0; at < HISTORIES; at++) {
    const history = randomHistory(object, SHAPES[at % SHAPES.length] as Shape, random);
    const expected = isLinearizable(history, object.model);
    const found = method(history, object.model);
    verdicts[`${expected}`] += 1;
    if (found === undefined) abstained += 1;
    else if (found !== expected)
      expect.fail(`expected ${expected} for\n${[...history.events()].map(shown).join('\n')}`);
  }
  expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(HISTORIES / 20);
  expect(abstained).toBeLessThanOrEqual((HISTORIES * abstainPercent) / 100);
}

const claims: readonly [string, () => void][] = [
  ['register', () => agree(registerObject, search)],
  ['cas-register', () => agree(casRegisterObject, search)],
  ['versioned-register', () => agree(versionedObject, search)],
  ['mutex', () => agree(mutexObject, search)],
  ['mutex, without a search', () => agree(mutexObject, specially)],
  ['fifo-queue', () => agree(queueObject, search)],
  ['set, value by value', () => agree(setObject, byParts)],
  ['register of unique values, without a search', () => agree(uniqueRegisterObject(), specially)],
  ['fifo-queue of unique values, without a search', () => agree(uniqueQueueObject(), specially, 5)],
];

test.each(claims)('%s: agrees with every order tried', (_, claim) => claim(), HISTORIES * 10);
