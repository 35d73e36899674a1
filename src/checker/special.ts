/** Methods for objects and histories that need no search, nearly linear in the operations. */
import type { Operation } from '../history/history.ts';
import type { Model } from '../model/model.ts';
import { decideFifoQueue } from './fifo-queue.ts';
import { decideMutex } from './mutex.ts';
import type { Special } from './special-result.ts';
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
    case undefined:
      return undefined;
  }
}
