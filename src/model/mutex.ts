/** A lock that one process holds at a time.
 *  acquire   possible when it is free
 *  release   possible when any process holds it */
import { type Model, UnknownOperation } from './model.ts';

/** `mutex`: Knossos' lock, which anybody may release. */
export const mutex: Model<boolean> = {
  name: 'mutex',
  object: 'mutex',
  init: false,
  step: (held, op) => {
    if (op.f === 'acquire') return held ? undefined : true;
    if (op.f === 'release') return held ? false : undefined;
    throw new UnknownOperation('mutex', ['acquire', 'release'], op);
  },
  key: Number,
  describeOperation: ({ f }) => (f === 'acquire' ? 'granted the lock' : 'released the lock'),
  describeState: held => (held ? 'held' : 'free'),
};
