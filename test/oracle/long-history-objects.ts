/** Objects that histories for measuring checkers are made of, each with a way to break its promise. */
import { type Source, type Step, WAIT } from './long-histories.ts';
import { registerScript, whole } from './register-violations.ts';
import { heldTwice, overtaken, tokenAgain } from './violations.ts';

/** Reads, writes and compare-and-sets of few values. */
export function casRegisterSource(values = 5): Source {
  const marks = [values, values + 1, values + 2] as const;
  let state: unknown = null;
  return {
    next: random => {
      const value = (): number => random.intBelow(values);
      const kind = random.intBelow(3);
      if (kind === 0) return { f: 'read', value: null };
      return kind === 1 ? { f: 'write', value: value() } : { f: 'cas', value: [value(), value()] };
    },
    apply: ({ f, value }) => {
      if (f === 'read') return state;
      const [old, next] = Array.isArray(value) ? value : [state, value];
      if (old !== state) return undefined;
      state = next;
      return value;
    },
    script: (random, lost) => registerScript(random, { marks, hasCas: true, hasLost: lost > 0 }),
  };
}

/** Reads and writes of values of which each is written once. */
export function uniqueRegisterSource(): Source {
  const marks = [-1, -2, -3] as const;
  let state: unknown = null;
  let last = 0;
  return {
    next: random =>
      random.intBelow(2) === 0 ? { f: 'read', value: null } : { f: 'write', value: ++last },
    apply: ({ f, value }) => {
      if (f === 'write') state = value;
      return state;
    },
    script: (random, lost) => registerScript(random, { marks, hasCas: false, hasLost: lost > 0 }),
  };
}

/** Values of which each is enqueued once. */
export function queueSource(): Source {
  const queue: unknown[] = [];
  let [head, last] = [0, 0];
  return {
    next: random =>
      random.intBelow(2) === 0 ? { f: 'enqueue', value: ++last } : { f: 'dequeue', value: null },
    apply: ({ f, value }) => {
      if (f === 'dequeue') return head < queue.length ? queue[head++] : null;
      queue.push(value);
      return value;
    },
    spoil: overtaken,
  };
}

/** Values that are added, removed and looked for; one of its own is added, and then not found. */
export function setSource(values = 1000): Source {
  const held = new Set<unknown>();
  const script: readonly Step[] = [
    ...whole(0, { f: 'add', value: values }),
    ...whole(1, { f: 'contains', value: values }, false),
  ];
  return {
    next: random => ({
      f: random.pick(['add', 'remove', 'contains']),
      value: random.intBelow(values),
    }),
    apply: ({ f, value }) => {
      if (f === 'contains') return held.has(value);
      if (f === 'add') held.add(value);
      else held.delete(value);
      return value;
    },
    script: () => script,
  };
}

interface LockKind {
  /** Times that a holder may acquire it. */
  readonly times: number;
  /** A release may be one that never returns. */
  readonly losesReleases: boolean;
  readonly hasTokens: boolean;
}

/** A lock for which processes wait; some acquisitions, one in ten, fail instead. */
function lockSource(
  { times, losesReleases, hasTokens }: LockKind,
  spoil: Source['spoil'] & object,
): Source {
  let holder: number | undefined;
  let [held, tokens, tries] = [0, 0, 0];
  const acquire = (process: number): unknown => {
    const taken = holder !== undefined && (holder !== process || held === times);
    if (taken) return ++tries % 10 === 0 ? undefined : WAIT;
    holder = process;
    held += 1;
    return hasTokens ? ++tokens : null;
  };
  const release = (): null => {
    held -= 1;
    if (held === 0) holder = undefined;
    return null;
  };
  return {
    next: (random, process) => {
      const takesAgain = held < times && random.intBelow(2) === 0;
      return { f: holder === process && !takesAgain ? 'release' : 'acquire', value: null };
    },
    apply: ({ f }, process) => (f === 'acquire' ? acquire(process) : release()),
    fate: ({ f }, process) => {
      if (f === 'acquire') return process === holder ? 'kept' : 'never';
      return losesReleases && held === 1 ? 'early' : 'kept';
    },
    spoil,
  };
}

/** A lock that anybody may release. */
export const mutexSource = (): Source =>
  lockSource({ times: 1, losesReleases: false, hasTokens: false }, heldTwice);

export const ownedMutexSource = (): Source =>
  lockSource({ times: 1, losesReleases: true, hasTokens: false }, heldTwice);

export const reentrantMutexSource = (): Source =>
  lockSource({ times: 3, losesReleases: true, hasTokens: false }, heldTwice);

export const fencedMutexSource = (): Source =>
  lockSource({ times: 1, losesReleases: true, hasTokens: true }, tokenAgain);

/** Increments by one, and reads; a read that began after another sees less. */
export function counterSource(): Source {
  let count = 0;
  return {
    next: random => ({ f: random.intBelow(2) === 0 ? 'add' : 'read', value: null }),
    apply: ({ f }) => (f === 'add' ? ++count && null : count),
    spoil: end => tokenAgain(end, 'read'),
  };
}

/** Numbers of which none may be given out twice. */
export function idsSource(): Source {
  let last = 0;
  return {
    next: () => ({ f: 'generate', value: null }),
    apply: () => ++last,
    spoil: end => tokenAgain(end, 'generate'),
  };
}
