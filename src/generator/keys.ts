/** Many independent objects, each tested by a few threads for a while. */
import type { Generator, GeneratorContext, Next } from '../contract.ts';
import type { Invocation } from '../history/event.ts';
import { limit } from './count.ts';
import { DONE, lazy, onFirstAsk, pending, type Source, take } from './source.ts';
import { type Parts, partsBy, soonestPart, type Taken } from './split.ts';

/** Groups of `threadsPerKey` threads (those that are left over join the last group). A group does the
 * first `operationsPerKey` operations of `make(key)`, or fewer if that is done earlier, and takes the
 * next key: 0, 1, 2, ... over all groups, without end. Sets `invocation.key`.
 * @throws RangeError when `make(key)` has no operation at all. */
export function independentKeys<I extends Invocation>(
  threadsPerKey: number,
  operationsPerKey: number,
  make: (key: number) => Source<I>,
): Generator<I> {
  const fresh = (key: number): Fresh<I> =>
    lazy(() => ({ key, generator: limit(operationsPerKey, make(key)), after: fresh(key + 1) }));
  return onFirstAsk(({ all }) => {
    const groups = Math.max(1, Math.floor(all.length / threadsPerKey));
    const parts = partsBy(at => Math.min(groups - 1, Math.floor(at / threadsPerKey)));
    return keyed({ parts, groups: Array(groups).fill(undefined), fresh: fresh(0) });
  });
}

interface OnKey<I extends Invocation> {
  readonly key: number;
  readonly generator: Generator<I>;
}

/** The next unused key, and where the one after it comes from. */
type Fresh<I extends Invocation> = () => OnKey<I> & { readonly after: Fresh<I> };

interface Keyed<I extends Invocation> {
  readonly parts: Parts;
  /** What each group works on; undefined before its first operation. */
  readonly groups: readonly (OnKey<I> | undefined)[];
  readonly fresh: Fresh<I>;
}

function keyed<I extends Invocation>(state: Keyed<I>): Generator<I> {
  const { parts, groups, fresh } = state;
  const self: Generator<I> = {
    next: context => {
      const renewed = new Set<number>();
      const best = soonestPart<I>(context, parts, (part, shown) => {
        const next = groups[part]?.generator.next(shown) ?? DONE;
        if (next.kind !== 'done') return next;
        renewed.add(part);
        return firstOf(fresh(), shown);
      });
      if (typeof best === 'string') return pending(self);
      const { part, next } = best;
      const key = renewed.has(part) ? undefined : groups[part]?.key;
      return key === undefined
        ? takeOn(fresh().key, next, then =>
            withGroup({ parts, groups, fresh: fresh().after }, part, then),
          )
        : takeOn(key, next, then => withGroup(state, part, then));
    },
    update: (context, event) => {
      const part = parts.of(context.all).get(event.process);
      const group = part === undefined ? undefined : groups[part];
      if (part === undefined || group === undefined) return self;
      const generator = group.generator.update(parts.view(part, context), event);
      if (generator === group.generator) return self;
      return withGroup(state, part, { ...group, generator });
    },
  };
  return self;
}

function firstOf<I extends Invocation>(
  { key, generator }: OnKey<I>,
  context: GeneratorContext,
): Next<I> {
  const next = generator.next(context);
  if (next.kind !== 'done') return next;
  throw new RangeError(`independentKeys: expected an operation on key ${key}, found none`);
}

function takeOn<I extends Invocation>(
  key: number,
  { op: { invocation, process, timeNs }, then }: Taken<I>,
  wrap: (group: OnKey<I>) => Generator<I>,
): Next<I> {
  /** A spread would take as long as all else that is done for an operation here. */
  const keyed = Object.assign({}, invocation, { key });
  return take({ invocation: keyed, process, timeNs }, wrap({ key, generator: then }));
}

function withGroup<I extends Invocation>(
  state: Keyed<I>,
  part: number,
  group: OnKey<I>,
): Generator<I> {
  const { parts, groups, fresh } = state;
  return keyed({ parts, groups: groups.with(part, group), fresh });
}
