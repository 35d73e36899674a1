/** The processes of a run: an engine whose clients are the workload's and the nemeses'. */
import type { Client, ClientPlace, ServerAddress } from '../contract.ts';
import type { Event } from '../history/event.ts';
import { Engine } from './engine.ts';
import { within } from './ensemble-life.ts';
import { nemesisClient } from './nemesis-client.ts';
import type { LoadRequest } from './request.ts';
import type { Tap } from './tap.ts';
import type { ThreadControl } from './thread-control.ts';

const NEMESIS_OPERATION_MS = 60_000;
const CLOSE_MS = 5_000;

export interface Crew {
  readonly engine: Engine;
  /** Closes every client there is or was, as far as they let themselves be closed. */
  close(): Promise<void>;
}

/** `record` is called with every event, in order. */
export function crewOf(request: LoadRequest, tap: Tap, record: (event: Event) => void): Crew {
  const { plan, workload, clock, log } = request;
  const nemesis = nemesisClient(request.nemeses);
  const closing: Promise<unknown>[] = [];
  const close = (client: Client): void => {
    const closed = within(clock, CLOSE_MS, 'closing a client', undefined, () => client.close());
    closing.push(closed.catch(error => log.debug('a client did not close', { error: `${error}` })));
  };
  const engine = new Engine({
    clock,
    concurrency: plan.concurrency,
    open: ({ process, thread }) =>
      process === 'nemesis' || thread === 'nemesis'
        ? nemesis
        : workload.open(
            behindGate(placeOf(request, process, thread), tap, request.controls[thread]),
          ),
    retired: close,
    limitMs: ({ process }) =>
      process === 'nemesis' ? NEMESIS_OPERATION_MS : plan.operationTimeoutMs,
    record,
  });
  for (const control of request.controls) control.employ(engine);
  return {
    engine,
    close: async () => {
      for (const client of engine.clients()) close(client);
      await Promise.all(closing);
    },
  };
}

/** The same place, where faults of clients reach it, and where its traffic is recorded. */
function behindGate(place: ClientPlace, tap: Tap, control: ThreadControl | undefined): ClientPlace {
  const gate = tap.gate(place.process, control?.gate);
  return { ...place, gate, clock: control?.gate.clock(place.clock) ?? place.clock };
}

/** Where the client of a process connects: pinned, to the node of its thread; roaming, to that one first. */
export function placeOf(
  { plan, ensemble, clock, random, log }: LoadRequest,
  process: number,
  thread: number,
): ClientPlace {
  const servers = ensemble.nodes.map(
    ({ name, address }): ServerAddress => ({ node: name, address }),
  );
  const first = thread % servers.length;
  const turned = [...servers.slice(first), ...servers.slice(0, first)];
  return {
    process,
    servers: plan.clients === 'pinned' ? turned.slice(0, 1) : turned,
    everyServer: turned,
    sessionTimeoutMs: plan.sessionTimeoutMs,
    operationTimeoutMs: plan.operationTimeoutMs,
    clock,
    random: random.stream(`client ${process}`),
    log,
  };
}
