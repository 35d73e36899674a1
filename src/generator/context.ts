/** A context that shows some of the workers only. */
import type { GeneratorContext, Worker } from '../contract.ts';

export type View = (context: GeneratorContext) => GeneratorContext;

/** Shows the workers that `accepts` accepts. `all` stays one list until a process is retired, so it is
 * filtered once for each list; `free` is filtered only when somebody looks. */
export function viewOf(accepts: (worker: Worker) => boolean): View {
  const accepted = perList(all => all.filter(accepts));
  return context => {
    let free: readonly Worker[] | undefined;
    return {
      timeNs: context.timeNs,
      get free() {
        free ??= context.free.filter(accepts);
        return free;
      },
      get all() {
        return accepted(context.all);
      },
    };
  };
}

/** `compute`, remembered for the list it was last called with. */
export function perList<T>(compute: (all: readonly Worker[]) => T): (all: readonly Worker[]) => T {
  let last: { readonly all: readonly Worker[]; readonly value: T } | undefined;
  return all => {
    if (last?.all !== all) last = { all, value: compute(all) };
    return last.value;
  };
}
