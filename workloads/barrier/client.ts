/** Raises, lowers and passes barriers. The claim, and what `info` means, are in workload.ts. */

import { strongly } from '../../src/client/reads.ts';
import { sessionAt } from '../../src/client/session.ts';
import { type WatchBell, watchBell } from '../../src/client/watch-bell.ts';
import type { Client, ClientPlace, Outcome, ReadStrength } from '../../src/contract.ts';
import type { Invocation } from '../../src/history/event.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';
import type { Session, SessionOptions } from '../../src/zookeeper/session.ts';

/** The parent of all barriers. */
export const BARRIERS = '/zoobreak-barrier';
/** The share of an operation's time that is spent waiting; the rest is for a final check. */
const WAIT_SHARE = 0.6;

export interface BarrierOp extends Invocation {
  readonly f: 'raise' | 'lower' | 'pass';
  readonly value: null;
  /** The key of a group and a round. */
  readonly key: string;
}

type BarrierSession = Pick<Session, 'create' | 'delete' | 'exists' | 'setData' | 'sync' | 'close'>;
type OpenSession = (onEvent: NonNullable<SessionOptions['onEvent']>) => BarrierSession;

/** A client of one session. */
export function barrierClient(
  place: ClientPlace,
  reads: ReadStrength,
  open: OpenSession = onEvent => sessionAt(place, onEvent),
): Client<BarrierOp> {
  const bell = watchBell();
  const fallen = new Set<string>();
  const session = open(event => {
    if (event.kind === 'watch') fallen.add(event.path);
    bell.onEvent(event);
  });
  return {
    invoke: async ({ f, key }, signal) => {
      const path = `${BARRIERS}/${key}`;
      if (f === 'raise')
        return outcomeOf(await session.create(path, EMPTY, {}, signal), 'write', null);
      if (f === 'lower') return outcomeOf(await session.delete(path, -1, signal), 'write', null);
      const endNs = place.clock.nowNs() + place.operationTimeoutMs * WAIT_SHARE * 1e6;
      return pass({ place, session, reads, bell, fallen, path, endNs, signal });
    },
    close: () => session.close(),
  };
}

const EMPTY = new Uint8Array();
const TOO_LATE: Outcome = {
  type: 'fail',
  error: { name: 'TOOLATE', message: 'the barrier was up for too long' },
};

interface Wait {
  readonly place: ClientPlace;
  readonly session: BarrierSession;
  readonly reads: ReadStrength;
  readonly bell: WatchBell;
  /** Paths whose watch has fired. */
  readonly fallen: Set<string>;
  readonly path: string;
  readonly endNs: number;
  readonly signal: AbortSignal;
}

/** Checks the barrier, waits for its watch, and checks again; once more when the time is over. */
async function pass(wait: Wait): Promise<Outcome> {
  const { place, session, reads, bell, fallen, path, endNs, signal } = wait;
  let told = false;
  for (let waited = false; ; waited = true) {
    const expected = bell.expect([path]);
    const look = () => session.exists(path, { watch: true }, signal);
    const seen = await strongly({ session, reads, side: BARRIERS }, look, signal);
    told = fallen.delete(path) || told;
    const late = place.clock.nowNs() >= endNs || signal.aborted;
    if (!seen.ok || seen.value === undefined || late) expected.cancel();
    if (!seen.ok || seen.value === undefined) return outcomeOf(seen, 'read', { waited, told });
    if (late) return TOO_LATE;
    const timer = place.clock.after((endNs - place.clock.nowNs()) / 1e6, expected.cancel);
    await expected.fired;
    timer.cancel();
  }
}
