import { expect, test } from 'vitest';
import { decide } from '../../src/checker/decide.ts';
import { problemOf } from '../../src/checker/problem.ts';
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
  versionedObject,
} from './objects.ts';
import { isLinearizable } from './oracle.ts';
import { type RandomObject, randomHistory, type Shape } from './random-histories.ts';

/** Histories of each object; more by `ORACLE_HISTORIES=40000`. */
const HISTORIES = Number(process.env.ORACLE_HISTORIES ?? 4000);
const LONG_MS = HISTORIES * 10;
const SHAPES: readonly Shape[] = [
  { operations: 6, processes: 3, lostPercent: 0, liePercent: 10 },
  { operations: 7, processes: 4, lostPercent: 25, liePercent: 15 },
  { operations: 7, processes: 2, lostPercent: 60, liePercent: 30 },
  { operations: 8, processes: 5, lostPercent: 10, liePercent: 10 },
];
const budget = { timeMs: 1000, memoryMb: 100, elapsedMs: () => 0 };

function verdict<S>(history: History, model: Model<S>): boolean | undefined {
  const problem = problemOf(history.operations(), model);
  const transitions = new Transitions(model, problem.classes);
  const found = decide({ problem, transitions, budget });
  return found.kind === 'unknown' ? undefined : found.kind === 'linearizable';
}

function shown({ process, type, f, value }: Event): string {
  return `${process} ${type} ${f} ${JSON.stringify(value)}`;
}

function agree<S>(object: RandomObject<S>): void {
  const random = seededRandom(1).stream(object.model.name);
  const verdicts = { true: 0, false: 0 };
  for (let at = 0; at < HISTORIES; at++) {
    const history = randomHistory(object, SHAPES[at % SHAPES.length] as Shape, random);
    const expected = isLinearizable(history, object.model);
    verdicts[`${expected}`] += 1;
    if (verdict(history, object.model) !== expected)
      expect.fail(`expected ${expected} for\n${[...history.events()].map(shown).join('\n')}`);
  }
  expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(HISTORIES / 20);
}

test('register: the search agrees with every order tried', () => agree(registerObject), LONG_MS);
test(
  'cas-register: the search agrees with every order tried',
  () => agree(casRegisterObject),
  LONG_MS,
);
test(
  'versioned-register: the search agrees with every order tried',
  () => agree(versionedObject),
  LONG_MS,
);
test('mutex: the search agrees with every order tried', () => agree(mutexObject), LONG_MS);
test('fifo-queue: the search agrees with every order tried', () => agree(queueObject), LONG_MS);
