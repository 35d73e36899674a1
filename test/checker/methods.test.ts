import { expect, test } from 'vitest';
import { linearizable } from '../../src/checker/index.ts';
import type { Model } from '../../src/model/index.ts';
import { seededRandom } from '../../src/random.ts';
import { mutexObject, setObject, uniqueQueueObject, uniqueRegisterObject } from './objects.ts';
import { type RandomObject, randomHistory } from './random-histories.ts';

/** Too long for trying every order, so that methods are held against each other. */
const HISTORIES = 60;
const SHAPE = { operations: 18, processes: 4, lostPercent: 8, liePercent: 8 };
const budget = { timeMs: 1000, memoryMb: 200, elapsedMs: () => 0 };

/** The same object without what lets a special method in. */
function searched<S>({ object: _, partOf: __, ...model }: Model<S>): Model<S> {
  return model;
}

const objects: readonly RandomObject<never>[] = [
  uniqueRegisterObject(),
  uniqueQueueObject(),
  mutexObject,
  setObject,
] as readonly RandomObject<unknown>[] as readonly RandomObject<never>[];

test.each(objects)(
  '$model.name: the special method agrees with the search',
  object => {
    const random = seededRandom(2).stream(object.model.name);
    const seen = { true: 0, false: 0, unknown: 0 };
    for (let at = 0; at < HISTORIES; at++) {
      const history = randomHistory(object, SHAPE, random);
      const special = linearizable(object.model).check(history, budget);
      const general = linearizable(searched(object.model)).check(history, budget);
      expect(special.valid, `history ${at}`).toBe(general.valid);
      seen[`${special.valid}`] += 1;
    }
    expect(seen.unknown).toBe(0);
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(3);
  },
  60_000,
);
