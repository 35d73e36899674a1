/** Lets all clients idle in mid-run: they begin no operation, and their sessions stay alive.
 *   quiet-clients  value null   seen {node: zxid}, of the nodes that serve
 *   wake-clients   value null   the same
 * Quiet is verified when every client is idle, and the last transaction of no server changed for half a second. */
import type { FaultReport, Nemesis, NemesisOptions } from '../src/contract.ts';
import { hexOf } from '../src/hex.ts';
import type { NemesisEntry } from './entry.ts';
import { observe } from './observe.ts';
import { faultSchedule } from './schedule.ts';

/** How long nothing must be written. */
const STILL_MS = 500;
/** How long it may take until nothing is written: sessions of servers that are down expire meanwhile. */
const BOUND_MS = 3_000;
/** Clients work for half as long as they idle, so that they are quiet at the end of most faults that they saw begin. */
const RESPITE = 0.5;

const QUIET = { f: 'quiet-clients', value: null };
const WAKE = { f: 'wake-clients', value: null };

export const quiet: NemesisEntry = {
  name: 'quiet',
  doc: 'lets all clients idle for a while, with their sessions kept',
  faults: [],
  create: options =>
    ({
      name: 'quiet',
      operations: [{ strike: QUIET.f, heal: WAKE.f, affects: ['clients'], quorum: 'survives' }],
      values: { [QUIET.f]: { kind: 'none' } },
      ...faultSchedule(
        { name: 'quiet', strike: () => QUIET, heal: WAKE, respite: RESPITE, yields: true },
        options,
      ),
      invoke: ({ f }, signal) => (f === QUIET.f ? idle(options, signal) : wake(options, signal)),
      teardown: async () => wakeAll(options),
    }) satisfies Nemesis,
};

async function idle(options: NemesisOptions, signal: AbortSignal): Promise<FaultReport> {
  const threads = options.clients.map(({ thread }) => thread);
  await Promise.all(options.clients.map(client => client.idle()));
  const look = async (): Promise<readonly [Zxids, Zxids]> => {
    const before = await zxids(options, signal);
    await options.clock.sleep(STILL_MS, signal);
    return [before, await zxids(options, signal)];
  };
  const enough = ([before, after]: readonly [Zxids, Zxids]): boolean => isStill(before, after);
  const seen = await observe({ clock: options.clock, signal, boundMs: BOUND_MS, look, enough });
  return {
    verified: enough(seen),
    did: { idle: threads },
    seen: Object.fromEntries(seen[1]),
    on: { threads },
  };
}

async function wake(options: NemesisOptions, signal: AbortSignal): Promise<FaultReport> {
  wakeAll(options);
  const threads = options.clients.map(({ thread }) => thread);
  const seen = Object.fromEntries(await zxids(options, signal));
  return { verified: true, did: { woken: threads }, seen, on: { threads } };
}

function wakeAll({ clients }: NemesisOptions): void {
  for (const client of clients) client.wake();
}

/** The last transaction of each node that serves. */
type Zxids = ReadonlyMap<string, string>;

async function zxids({ ensemble }: NemesisOptions, signal: AbortSignal): Promise<Zxids> {
  const found = await Promise.all(ensemble.nodes.map(node => node.lastZxid(signal)));
  return new Map(
    ensemble.nodes.flatMap(({ name }, at) => {
      const zxid = found[at];
      return zxid === undefined ? [] : [[name, hexOf(zxid)] as const];
    }),
  );
}

/** Whether some node serves, and none has changed. */
function isStill(before: Zxids, after: Zxids): boolean {
  const isSame = [...after].every(([node, zxid]) => before.get(node) === zxid);
  return isSame && after.size > 0 && before.size === after.size;
}
