/** A context that shows some of the workers only. */
import type { GeneratorContext, Worker } from '../contract.ts';

export type View = (context: GeneratorContext) => GeneratorContext;

type Accepts = (worker: Worker) => boolean;
type OfAll<T> = (all: readonly Worker[]) => T;

/** Shows the workers that `accepts` accepts. `all` stays one list until a process is retired, so it is
 * filtered once for each list; `free` is filtered only when somebody looks. */
export function viewOf(accepts: Accepts): View {
  const accepted = perList(all => all.filter(accepts));
  return context => new Shown(context, accepts, accepted);
}

/** `compute`, remembered for the list it was last called with. */
export function perList<T>(compute: OfAll<T>): OfAll<T> {
  let last: { readonly all: readonly Worker[]; readonly value: T } | undefined;
  return all => {
    if (last?.all !== all) last = { all, value: compute(all) };
    return last.value;
  };
}

/** A class, since an object with getters of its own costs several times as much, for every operation. */
class Shown implements GeneratorContext {
  readonly timeNs: number;
  readonly #whole: GeneratorContext;
  readonly #accepts: Accepts;
  readonly #accepted: OfAll<readonly Worker[]>;
  #free: readonly Worker[] | undefined;

  constructor(whole: GeneratorContext, accepts: Accepts, accepted: OfAll<readonly Worker[]>) {
    this.timeNs = whole.timeNs;
    this.#whole = whole;
    this.#accepts = accepts;
    this.#accepted = accepted;
  }

  get free(): readonly Worker[] {
    this.#free ??= this.#whole.free.filter(this.#accepts);
    return this.#free;
  }

  get all(): readonly Worker[] {
    return this.#accepted(this.#whole.all);
  }
}
