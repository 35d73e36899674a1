/** One client does what is out of the ordinary, now and then; all others write. */
import type { Generator } from '../../src/contract.ts';
import { delay, eachThread } from '../../src/generator/index.ts';
import type { Invocation } from '../../src/history/event.ts';
import type { WriteOp } from './client.ts';

/** Long enough to tell what an odd operation does from what the next one does. */
const BETWEEN_ODD_MS = 3_000;
const BETWEEN_WRITES_MS = 50;

export const SOURCE =
  'Hunt et al., ZooKeeper: Wait-free Coordination for Internet-scale Systems, USENIX ATC 2010: slow or faulty clients do not hold up others';

export function besideWriters<O extends Invocation>(odd: () => O): Generator<O | WriteOp> {
  const write = (): WriteOp => ({ f: 'write', value: null });
  return eachThread<O | WriteOp>(thread =>
    thread === 0 ? delay(BETWEEN_ODD_MS, odd) : delay(BETWEEN_WRITES_MS, write),
  );
}
