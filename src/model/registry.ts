/** Models by the names that `--model` takes. */
import { appendKv } from './append-kv.ts';
import { fifoQueue } from './fifo-queue.ts';
import type { Model } from './model.ts';
import { mutex } from './mutex.ts';
import { casRegister, register } from './register.ts';
import { versionedRegister } from './versioned-register.ts';

export interface ModelEntry {
  readonly name: string;
  readonly doc: string;
  /** `initial` is the state of `--initial`; models that always start alike ignore it. */
  create(initial: unknown): Model<unknown>;
}

const entry = <S>(
  name: string,
  doc: string,
  create: (initial: unknown) => Model<S>,
): ModelEntry => ({ name, doc, create: create as (initial: unknown) => Model<unknown> });

export const models: readonly ModelEntry[] = [
  entry('register', 'reads and writes of one value', register),
  entry('cas-register', 'reads, writes and compare-and-sets of one value', casRegister),
  entry('versioned-register', 'a register that counts its writes', () => versionedRegister),
  entry('mutex', 'a lock that anybody may release', () => mutex),
  entry('append-kv', 'a text that is got, put and appended to', appendKv),
  entry('fifo-queue', 'a queue, first in first out', () => fifoQueue),
];

/** The model of a name, in its initial state.
 * @throws RangeError naming the models there are. */
export function modelNamed(name: string, initial: unknown = null): Model<unknown> {
  const found = models.find(model => model.name === name);
  if (found) return found.create(initial);
  throw new RangeError(
    `model: expected one of ${models.map(model => model.name).join(', ')}, found ${name}`,
  );
}
