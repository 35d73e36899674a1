/** One client sends odd operations now and then; all others write. */
import { answered } from '../../src/checker/answered.ts';
import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Checker, ClientPlace, Generator, Outcome, Workload } from '../../src/contract.ts';
import { delay, eachThread } from '../../src/generator/index.ts';
import type { Invocation } from '../../src/history/event.ts';
import type { Session } from '../../src/zookeeper/session.ts';
import type { Claim } from '../entry.ts';
import { ensured, type WriteOp, write } from './client.ts';

/** Long enough to distinguish the effects of two odd operations. */
const BETWEEN_ODD_MS = 3_000;
const BETWEEN_WRITES_MS = 50;

export const SOURCE =
  'Hunt et al., ZooKeeper: Wait-free Coordination for Internet-scale Systems, USENIX ATC 2010: slow or faulty clients do not hold up others';

/** The odd operations of the one client. */
interface Odd<O extends Invocation> extends Claim {
  readonly name: string;
  /** The next operation. */
  next(): O;
  /** `session`: the ordinary session of the client, for what is observed from outside. */
  invoke(
    operation: O,
    at: { readonly place: ClientPlace; readonly session: Session; readonly signal: AbortSignal },
  ): Promise<Outcome>;
  /** Beside `answered`. */
  readonly checkers: readonly Checker[];
}

/** The workload of one odd client beside writers. */
export function besideWriters<O extends Invocation>(odd: Odd<O>): Workload<O | WriteOp> {
  const { name, claim, source, checkers } = odd;
  return {
    ...{ name, claim, source },
    setup: (place, signal) => ensureZnodes(ensured, place, signal),
    open: place => {
      const session = sessionAt(place);
      return {
        invoke: (operation, signal) =>
          isWrite(operation)
            ? write(session, signal)
            : odd.invoke(operation, { place, session, signal }),
        close: () => session.close(),
      };
    },
    generator: generatorOf(() => odd.next()),
    checkers: [answered, ...checkers],
  };
}

function isWrite(operation: Invocation): operation is WriteOp {
  return operation.f === 'write';
}

function generatorOf<O extends Invocation>(next: () => O): Generator<O | WriteOp> {
  const write = (): WriteOp => ({ f: 'write', value: null });
  return eachThread<O | WriteOp>(thread =>
    thread === 0 ? delay(BETWEEN_ODD_MS, next) : delay(BETWEEN_WRITES_MS, write),
  );
}
