import { expect, test } from 'vitest';
import { constraining } from '../../../src/checker/linearizable/problem.ts';
import { isWitnessed } from '../../../src/checker/linearizable/witness.ts';
import { type History, historyOf } from '../../../src/history/history.ts';
import { casRegister } from '../../../src/model/index.ts';
import { type Random, seededRandom } from '../../../src/random.ts';
import { history } from '../../kit/notation.ts';
import { isLinearizable } from '../../oracle/brute-force.ts';
import { type RandomObject, randomHistory } from '../../oracle/small-histories.ts';
import {
  casRegisterObject,
  queueObject,
  versionedObject,
} from '../../oracle/small-history-objects.ts';

/** Whether the order of the zxids explains the history. */
function witnessed(text: string): boolean {
  return isWitnessed(history(text).operations(), casRegister(null));
}

test('an order that explains every result is a witness, one result altered is none', () => {
  expect(witnessed('0(w:1 1(w:2 0)w@6 1)w@5 2=r:1@6')).toBe(true);
  expect(witnessed('0(w:1 1(w:2 0)w@6 1)w@5 2=r:2@6')).toBe(false);
});

test('an order against time is none', () => {
  expect(witnessed('0=w:1@5 1=w:1@6')).toBe(true);
  expect(witnessed('0=w:1@6 1=w:1@5')).toBe(false);
});

test('without the zxid of every result there is none', () => {
  expect(witnessed('0=w:1@5 1=w:1')).toBe(false);
});

/** Zxids about in the order of the returns. */
function numbered(given: History, random: Random): History {
  const events = [...given.events()].map(event =>
    event.type === 'ok' ? { ...event, zxid: BigInt(event.index + random.intBelow(6)) } : event,
  );
  return historyOf(events);
}

function agrees<S>(object: RandomObject<S>): void {
  const random = seededRandom(1).stream('witness');
  const shape = { operations: 6, processes: 3, lostPercent: 10, liePercent: 10 };
  const found = { witnessed: 0, others: 0 };
  for (let at = 0; at < 1_000; at++) {
    const drawn = numbered(randomHistory(object, shape, random), random);
    const isWitness = isWitnessed(constraining(drawn.operations(), object.model), object.model);
    found[isWitness ? 'witnessed' : 'others'] += 1;
    if (isWitness) expect(isLinearizable(drawn, object.model)).toBe(true);
  }
  expect(Math.min(found.witnessed, found.others)).toBeGreaterThan(100);
}

test('a history with a witness has an order, by every order tried', () => {
  agrees(casRegisterObject);
  agrees(versionedObject);
  agrees(queueObject);
});
