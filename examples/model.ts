/** A register that only grows, for `zoobreak check --model` and for `linearizable`.
 *    write   value integer   takes effect only where it is above the state
 *    read    ok: the integer
 *  An operation that never returned (`info`) has no output. */
import type { Model } from 'zoobreak';

/** `initial` is the value of `--initial`. */
export default (initial: unknown): Model<number> => ({
  name: 'growing-register',
  init: Number(initial),
  /** The state after the operation; undefined where the operation cannot happen in this state. */
  step: (state, { type, f, input, output }) => {
    if (f === 'write') return Math.max(state, Number(input));
    return type !== 'ok' || output === state ? state : undefined;
  },
});
