/** Methods for objects and histories that need no search, nearly linear in the operations. */
import type { Operation } from '../../history/history.ts';
import type { Model } from '../../model/model.ts';
import { decideCounter } from './counter.ts';
import { decideFifoQueue } from './fifo-queue.ts';
import { decideGrowingSet } from './growing-set.ts';
import { decideMutex } from './mutex.ts';
import { decideOwnedLock } from './owned-lock.ts';
import type { Special } from './special-result.ts';
import { decideUniqueIds } from './unique-ids.ts';
import { decideUniqueRegister } from './unique-register.ts';

/** Undefined where no method applies, or the one that does cannot tell. `operations` are those that an
 * order must explain, in order of invocation. */
export function decideSpecially<S>(
  operations: readonly Operation[],
  model: Model<S>,
): Special | undefined {
  switch (model.object) {
    case 'register':
      return decideUniqueRegister(operations, model.init);
    case 'fifo-queue':
      return decideFifoQueue(operations);
    case 'mutex':
      return decideMutex(operations);
    case 'owned-mutex':
      return decideOwnedLock(operations, { isReentrant: false, isFenced: false });
    case 'reentrant-mutex':
      return decideOwnedLock(operations, { isReentrant: true, isFenced: false });
    case 'fenced-mutex':
      return decideOwnedLock(operations, { isReentrant: false, isFenced: true });
    case 'set':
      return decideGrowingSet(operations);
    case 'counter':
      return decideCounter(operations, model.init);
    case 'unique-ids':
      return decideUniqueIds(operations);
    case undefined:
      return undefined;
  }
}
