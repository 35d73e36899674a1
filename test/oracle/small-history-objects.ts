/** Objects that random histories are made of. */
import {
  appendKv,
  casRegister,
  counter,
  fencedMutex,
  fifoQueue,
  type Model,
  mutex,
  ownedMutex,
  reentrantMutex,
  register,
  set,
  uniqueIds,
  type Versioned,
  versionedRegister,
} from '../../src/model/index.ts';
import type { Random } from '../../src/random.ts';
import type { RandomObject } from './small-histories.ts';

const small = (random: Random): number => random.intBelow(3);

export const registerObject: RandomObject<unknown> = {
  model: register(0),
  invoke: random =>
    random.intBelow(2) === 0 ? { f: 'read', input: null } : { f: 'write', input: small(random) },
  output: (state, { f, input }) => (f === 'read' ? state : input),
  lie: (random, { f, input }) => (f === 'read' ? small(random) : input),
};

export const casRegisterObject: RandomObject<unknown> = {
  model: casRegister(0),
  invoke: random =>
    random.intBelow(3) === 0
      ? { f: 'cas', input: [small(random), small(random)] }
      : registerObject.invoke(random),
  output: (state, call, process) => {
    if (call.f !== 'cas') return registerObject.output(state, call, process);
    return Array.isArray(call.input) && call.input[0] === state ? call.input : undefined;
  },
  lie: (random, call) => registerObject.lie(random, call),
};

export const versionedObject: RandomObject<Versioned> = {
  model: versionedRegister,
  invoke: casRegisterObject.invoke,
  output: (state, { f, input }) => {
    const [version, value] = state;
    if (f === 'read') return state;
    if (f === 'write') return [version + 1, input];
    return Array.isArray(input) && input[0] === value ? [version + 1, input[1]] : undefined;
  },
  lie: random => [random.intBelow(4), small(random)],
};

/** Letters, put and appended several times each. */
export const textObject: RandomObject<string> = {
  model: appendKv(''),
  invoke: random =>
    random.intBelow(2) === 0
      ? { f: 'get', input: null }
      : { f: random.pick(['append', 'append', 'put']), input: random.pick(['a', 'b', 'ab']) },
  output: (text, { f, input }) => (f === 'get' ? text : input),
  lie: (random, { f, input }) => (f === 'get' ? random.pick(['', 'a', 'b', 'ab', 'ba']) : input),
};

export const mutexObject: RandomObject<boolean> = {
  model: mutex,
  invoke: random => ({ f: random.pick(['acquire', 'release']), input: null }),
  output: (held, { f }) => ((f === 'acquire') === held ? undefined : null),
  lie: () => null,
};

export const queueObject: RandomObject<readonly unknown[]> = {
  model: fifoQueue,
  invoke: random =>
    random.intBelow(2) === 0
      ? { f: 'enqueue', input: random.intBelow(6) }
      : { f: 'dequeue', input: null },
  output: (queue, { f, input }) => (f === 'enqueue' ? input : (queue[0] ?? null)),
  lie: (random, { f, input }) => (f === 'enqueue' ? input : random.pick([null, 0, 1, 2])),
};

export const setObject: RandomObject<readonly string[]> = {
  model: set,
  invoke: random => ({ f: random.pick(['add', 'remove', 'contains']), input: random.intBelow(2) }),
  output: (values, { f, input }) => (f === 'contains' ? values.includes(String(input)) : input),
  lie: (random, { f, input }) => (f === 'contains' ? random.intBelow(2) === 0 : input),
};

/** Values that were given out, so that a lie is a value that was written, but not this one. */
function uniqueValues(): { next(): number; lie(random: Random): number } {
  let last = 0;
  return { next: () => ++last, lie: random => Math.max(0, last - random.intBelow(5)) };
}

/** Each value is written once. */
export function uniqueRegisterObject(): RandomObject<unknown> {
  const values = uniqueValues();
  return {
    ...registerObject,
    invoke: random =>
      random.intBelow(2) === 0 ? { f: 'read', input: null } : { f: 'write', input: values.next() },
    lie: (random, { f, input }) => (f === 'read' ? values.lie(random) : input),
  };
}

/** Nine of ten values that are written or set are new. */
export function nearlyUniqueCasRegisterObject(): RandomObject<unknown> {
  const values = uniqueValues();
  const value = (random: Random): number =>
    random.intBelow(10) === 0 ? values.lie(random) : values.next();
  return {
    ...casRegisterObject,
    invoke: random =>
      random.pick([
        () => ({ f: 'read', input: null }),
        () => ({ f: 'write', input: value(random) }),
        () => ({ f: 'cas', input: [values.lie(random), value(random)] }),
      ])(),
    lie: (random, { f, input }) => (f === 'read' ? values.lie(random) : input),
  };
}

/** Each value is enqueued once. */
export function uniqueQueueObject(): RandomObject<readonly unknown[]> {
  const values = uniqueValues();
  return {
    ...queueObject,
    invoke: random =>
      random.intBelow(2) === 0
        ? { f: 'enqueue', input: values.next() }
        : { f: 'dequeue', input: null },
    lie: (random, { f, input }) => {
      if (f === 'enqueue') return input;
      return random.intBelow(3) === 0 ? null : values.lie(random);
    },
  };
}

/** Locks that know their holder. */
interface Holding {
  readonly holder: number | null;
  readonly times: number;
  readonly token: number;
}

function lockObject(model: Model<Holding>): RandomObject<Holding> {
  return {
    model,
    invoke: random => ({ f: random.pick(['acquire', 'release']), input: null }),
    output: (state, { f, input }, process) => {
      const output = model.name === 'fenced-mutex' && f === 'acquire' ? state.token + 1 : null;
      const call = { type: 'ok', f, input, output, process } as const;
      return model.step(state, call) && output;
    },
    lie: (random, { f }) =>
      model.name === 'fenced-mutex' && f === 'acquire' ? 1 + random.intBelow(3) : null,
  };
}

export const ownedMutexObject: RandomObject<Holding> = lockObject(ownedMutex);
export const reentrantMutexObject: RandomObject<Holding> = lockObject(reentrantMutex);
export const fencedMutexObject: RandomObject<Holding> = lockObject(fencedMutex);

export const counterObject: RandomObject<number> = {
  model: counter(0),
  invoke: random => ({ f: random.pick(['add', 'read']), input: null }),
  output: (count, { f }) => (f === 'read' ? count : null),
  lie: (random, { f }) => (f === 'read' ? random.intBelow(5) : null),
};

/** Each id is what came next, a lie one of the first. */
export function uniqueIdsObject(): RandomObject<readonly string[]> {
  return {
    model: uniqueIds,
    invoke: () => ({ f: 'generate', input: null }),
    output: given => given.length,
    lie: random => random.intBelow(3),
  };
}

/** Each value is added once, reads see all. */
export function growingSetObject(): RandomObject<readonly string[]> {
  const values = uniqueValues();
  return {
    model: set,
    invoke: random =>
      random.intBelow(2) === 0 ? { f: 'add', input: values.next() } : { f: 'read', input: null },
    output: (held, { f, input }) => (f === 'read' ? held.map(Number) : input),
    lie: (random, { f, input }) => (f === 'read' ? severalOf(random, values) : input),
  };
}

function severalOf(random: Random, values: ReturnType<typeof uniqueValues>): number[] {
  const some = Array.from({ length: random.intBelow(4) }, () => values.lie(random));
  return [...new Set(some)].filter(value => value > 0);
}
