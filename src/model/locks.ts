/** Locks that know their holder: a process. A holder that never returned holds for good.
 *   acquire   possible when it is free, or when `reentrant` and held by the same process
 *   release   possible for the holder alone; a re-entrant lock is free after as many as acquires
 * `fenced-mutex`: acquire, ok: a number above all that were given out before. */
import { type Call, type Model, UnknownOperation } from './model.ts';

interface Held {
  readonly holder: number | null;
  readonly times: number;
  /** The last fencing token that may have been given out. */
  readonly token: number;
}

const FREE: Held = { holder: null, times: 0, token: 0 };

/** `owned-mutex`. */
export const ownedMutex: Model<Held> = lock('owned-mutex', canTakeFree, keepToken);

/** `reentrant-mutex`. */
export const reentrantMutex: Model<Held> = lock(
  'reentrant-mutex',
  (held, op) => canTakeFree(held) || held.holder === op.process,
  keepToken,
);

/** `fenced-mutex`. An acquire that never returned took the lowest token it could. */
export const fencedMutex: Model<Held> = lock('fenced-mutex', canTakeFree, ({ token }, op) => {
  if (op.type !== 'ok') return token + 1;
  const given = Number(op.output);
  return given > token ? given : undefined;
});

function lock(
  name: 'owned-mutex' | 'reentrant-mutex' | 'fenced-mutex',
  canTake: (held: Held, op: Call) => boolean,
  tokenAfter: (held: Held, op: Call) => number | undefined,
): Model<Held> {
  return {
    name,
    object: name,
    init: FREE,
    knowsProcess: true,
    step: (held, op) => {
      if (op.f === 'release') return released(held, op);
      if (op.f !== 'acquire') throw new UnknownOperation(name, ['acquire', 'release'], op);
      const token = canTake(held, op) ? tokenAfter(held, op) : undefined;
      return token === undefined ? undefined : { holder: op.process, times: held.times + 1, token };
    },
    describeState: ({ holder, times }) =>
      holder === null ? 'free' : `held by process ${holder}${times > 1 ? `, ${times} times` : ''}`,
  };
}

function released(held: Held, op: Call): Held | undefined {
  if (held.holder !== op.process) return undefined;
  return held.times > 1 ? { ...held, times: held.times - 1 } : { ...FREE, token: held.token };
}

function canTakeFree({ holder }: Held): boolean {
  return holder === null;
}

function keepToken({ token }: Held): number {
  return token;
}
