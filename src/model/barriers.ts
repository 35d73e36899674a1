/** Barriers, as ZooKeeper's recipes have them.
 *
 * `barrier`         raise, lower; pass is possible only while it is lowered
 * `double-barrier`  arrive, then enter when all have arrived; depart, then leave when all have departed;
 *                   a client's `enter()` is arrive and enter, its `leave()` depart and leave */
import { type Model, UnknownOperation } from './model.ts';

/** `barrier`: the state is whether it is raised. */
export const barrier: Model<boolean> = {
  name: 'barrier',
  init: false,
  step: (raised, op) => {
    if (op.f === 'raise') return true;
    if (op.f === 'lower') return false;
    if (op.f === 'pass') return raised ? undefined : raised;
    throw new UnknownOperation('barrier', ['raise', 'lower', 'pass'], op);
  },
  key: Number,
  describeState: raised => (raised ? 'raised' : 'lowered'),
  isRead: ({ f }) => f === 'pass',
  overwrites: ({ f }) => f !== 'pass',
};

interface Party {
  readonly arrived: number;
  readonly departed: number;
}

/** `double-barrier` for `initial` processes: 2 where that is no number. */
export function doubleBarrier(initial: unknown): Model<Party> {
  const size = typeof initial === 'number' ? initial : 2;
  return {
    name: 'double-barrier',
    init: { arrived: 0, departed: 0 },
    step: ({ arrived, departed }, op) => {
      switch (op.f) {
        case 'arrive':
          return { arrived: arrived + 1, departed };
        case 'enter':
          return arrived >= size ? { arrived, departed } : undefined;
        case 'depart':
          return departed < arrived ? { arrived, departed: departed + 1 } : undefined;
        case 'leave':
          return departed >= size ? { arrived, departed } : undefined;
        default:
          throw new UnknownOperation('double-barrier', ['arrive', 'enter', 'depart', 'leave'], op);
      }
    },
    describeState: ({ arrived, departed }) =>
      `${arrived} arrived and ${departed} departed of ${size}`,
    isRead: ({ f }) => f === 'enter' || f === 'leave',
  };
}
