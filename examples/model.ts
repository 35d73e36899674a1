/** A register that only grows: a model of one's own, for
 *   npx zoobreak check --model ./examples/model.ts --initial 0 history.jsonl
 *     write   value integer   takes effect only where it is above what is there
 *     read    ok: the integer */

/** An operation that returned has its output; of one that never did (`info`) it is not known. */
interface Call {
  readonly type: 'ok' | 'info' | 'fail';
  readonly f: string;
  readonly input: unknown;
  readonly output: unknown;
}

/** `initial` is what `--initial` says. */
export default (initial: unknown) => ({
  name: 'growing-register',
  init: Number(initial),
  /** The state after the operation; undefined where it cannot happen in this state. */
  step: (state: number, { type, f, input, output }: Call): number | undefined => {
    if (f === 'write') return Math.max(state, Number(input));
    return type !== 'ok' || output === state ? state : undefined;
  },
});
