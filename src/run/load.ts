/** A run on an ensemble that serves: setup, load under faults, healing, final operations. */
import { join } from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import type { ClientPlace, Generator, NodeName } from '../contract.ts';
import {
  clients,
  nemesis,
  nemesisBeside,
  sequence,
  stagger,
  timeLimit,
} from '../generator/index.ts';
import type { Event } from '../history/event.ts';
import { FILES } from '../store/results.ts';
import { HistoryWriter } from '../store/run-writers.ts';
import { writeSchedule } from '../store/schedule.ts';
import { TraceWriter } from '../store/trace-file.ts';
import { type Crew, crewOf, placeOf } from './crew.ts';
import { notBack, startEnded } from './ended.ts';
import { settled, within } from './ensemble-life.ts';
import { faultStamps } from './fault-stamps.ts';
import { healAll } from './nemesis-client.ts';
import { untilShown } from './overtime.ts';
import type { Interrupts, LoadRequest } from './request.ts';
import { type RoleWatchOptions, watchRoles } from './role-watch.ts';
import { type Faults, faultsOf } from './schedule/faults.ts';
import { Tap } from './tap.ts';

const SETUP_MS = 60_000;
/** Time for the workload's final operations. */
const FINAL_MS = 60_000;
const HEAL_MS = 60_000;
/** Time for the last reads: a server that takes longer to answer is not read. */
const LOOK_MS = 10_000;

/** Writes history.jsonl, roles.jsonl and trace.bin. The nemeses heal also when this throws.
 * @throws the reason of `abort`, what the setup threw, or a programmer's error. */
export async function load(request: LoadRequest, interrupts: Interrupts): Promise<void> {
  const trace = new TraceWriter(join(request.folder, FILES.trace), systemClock());
  try {
    await loadTraced(request, new Tap(trace, request.clock), interrupts);
  } finally {
    trace.close();
  }
}

async function loadTraced(request: LoadRequest, tap: Tap, interrupts: Interrupts): Promise<void> {
  await setup(request, tap, interrupts.abort);
  // Read once: between two readings a busy machine lets milliseconds pass, by which the trace would be early.
  const originNs = request.clock.nowNs();
  const timed = { ...request, clock: since(originNs, request.clock) };
  tap.origin(originNs);
  request.members.employ(request.changeMembers, node => withoutNode(timed, tap, node));
  const history = new HistoryWriter(request.folder, systemClock(), request.plan.compress);
  const watching = new AbortController();
  const watch = watchRoles(watchOf(timed), watching.signal).catch(error => {
    request.remarks.troubles.push(`looking at the roles failed: ${error}`);
  });
  const faults = faultsOf(timed);
  const crew = crewOf(timed, tap, recorder(timed, history, faults));
  const seeing = faults.watch.run(watching.signal, () => crew.engine.ask());
  try {
    await loadAndFinish(timed, crew, { ...interrupts, faults });
    await lookOnce(timed, tap, interrupts.abort);
  } finally {
    await heal(timed);
    watching.abort();
    // The clients close first: the time of a sim continues during the write, for as long as the machine
    // takes.
    await Promise.all([watch, seeing, crew.close()]).finally(() => history.close());
    await writeSchedule(request.folder, faults.steps());
  }
}

async function setup(request: LoadRequest, tap: Tap, abort: AbortSignal): Promise<void> {
  const { workload, clock, observer } = request;
  observer?.onPhase('setup');
  const roaming = placeOf({ ...request, plan: { ...request.plan, clients: 'roaming' } }, 0, 0);
  const place = { ...roaming, gate: tap.gate('setup') };
  await within(clock, SETUP_MS, 'the setup of the workload', abort, async signal =>
    workload.setup?.(place, signal),
  );
}

async function loadAndFinish(
  request: LoadRequest,
  { engine }: Crew,
  { stop, abort, faults }: Interrupts & { readonly faults: Faults },
): Promise<void> {
  const { observer, workload, nemeses, remarks } = request;
  const never = new AbortController().signal;
  observer?.onPhase('load');
  await engine.run(loadOf(request, faults), stop, abort);
  remarks.doubts.push(...faults.end());
  observer?.onPhase('final');
  const healing = sequence(...nemeses.map(each => each.finalGenerator));
  await engine.run(nemesis(healing), never, abort);
  remarks.doubts.push(...(await absent(request, abort)));
  if (workload.finalGenerator !== undefined)
    await engine.run(clients(timeLimit(FINAL_MS, workload.finalGenerator)), never, abort);
}

/** Where a session is opened that does without a node. */
function withoutNode(request: LoadRequest, tap: Tap, node: NodeName): ClientPlace {
  const place = placeOf(request, 0, 0);
  const servers = place.everyServer.filter(server => server.node !== node);
  return { ...place, servers, gate: tap.gate('setup') };
}

/** Waits until all servers serve. Returns why they do not, and which. */
async function absent(request: LoadRequest, abort: AbortSignal): Promise<readonly string[]> {
  const { clock, ensemble, remarks } = request;
  const start = within(clock, HEAL_MS, 'starting servers that ended', abort, async signal => {
    remarks.troubles.push(...(await startEnded(ensemble, signal)));
  });
  const trouble =
    (await troubleOf(start, abort)) ?? (await troubleOf(settled(ensemble, clock, abort), abort));
  if (trouble === undefined) return [];
  const looking = within(clock, LOOK_MS, 'looking', abort, signal => notBack(ensemble, signal));
  const names = await looking.catch(() => []);
  return [[`after healing: ${trouble}`, ...names].join('; ')];
}

/** Reads what each server holds; one that does not answer is left out. */
async function lookOnce(request: LoadRequest, tap: Tap, abort: AbortSignal): Promise<void> {
  const { clock, lastLook, log } = request;
  const place = { ...placeOf(request, 0, 0), gate: tap.gate('setup') };
  const look = within(clock, LOOK_MS, 'the last reads', abort, signal => lastLook(place, signal));
  const trouble = await troubleOf(look, abort);
  if (trouble !== undefined) log.debug(trouble);
}

/** Clients and nemeses side by side until the plan's time is over, and every nemesis has shown a fault. */
function loadOf({ plan, workload, nemeses, random }: LoadRequest, faults: Faults): Generator {
  const { generator } = workload;
  const paced =
    plan.rate > 0 ? stagger(random.stream('rate'), 1000 / plan.rate, generator) : generator;
  return untilShown(plan.timeLimitMs, nemeses, nemesisBeside(paced, faults.generator));
}

async function heal({ clock, nemeses, remarks, log }: LoadRequest): Promise<void> {
  const healed = within(clock, HEAL_MS, 'healing', undefined, signal => healAll(nemeses, signal));
  const troubles = await healed.catch(error => [String(error)]);
  for (const trouble of troubles) log.warn(trouble);
  remarks.troubles.push(...troubles);
}

/** Why a wait failed, in words. @throws the reason of `abort`. */
async function troubleOf(wait: Promise<void>, abort: AbortSignal): Promise<string | undefined> {
  try {
    await wait;
    return undefined;
  } catch (error) {
    abort.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}

function recorder(
  { observer, log, remarks, nemeses }: LoadRequest,
  history: HistoryWriter,
  faults: Faults,
): (event: Event) => void {
  const stamped = faultStamps(nemeses);
  return recorded => {
    const event = stamped(recorded);
    history.append(event);
    faults.event(event);
    observer?.onEvent(event);
    if (event.process !== 'nemesis' || event.error === undefined) return;
    const trouble = `nemesis: ${event.f} failed: ${event.error.message ?? event.error.name}`;
    log.warn(trouble);
    remarks.troubles.push(trouble);
  };
}

function watchOf({ ensemble, clock, folder, log, observer }: LoadRequest): RoleWatchOptions {
  const onRoles = observer === undefined ? () => {} : observer.onRoles.bind(observer);
  return { ensemble, clock, log, folder, onRoles };
}

/** The same clock with another origin. */
function since(originNs: number, clock: Clock): Clock {
  return {
    nowNs: () => clock.nowNs() - originNs,
    wallMs: () => clock.wallMs(),
    after: (delayMs, callback) => clock.after(delayMs, callback),
    sleep: (delayMs, signal) => clock.sleep(delayMs, signal),
  };
}
