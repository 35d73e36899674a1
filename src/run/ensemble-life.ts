/** Runs an ensemble from its start to its removal; it is removed in any case. */
import { type Clock, deadline } from '../clock.ts';
import type { Ensemble, EnsembleSpec, Target } from '../contract.ts';
import type { Log } from '../log.ts';
import type { Interrupts } from './request.ts';

const START_MS = 300_000;
const SERVE_MS = 120_000;
const SETTLE_MS = 1_000;
const COLLECT_MS = 60_000;
const REMOVE_MS = 60_000;

interface LifeOptions {
  readonly target: Target;
  readonly spec: EnsembleSpec;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder for the nodes' logs. */
  readonly nodesFolder: string;
  /** Leaves it up at the end. */
  readonly leaveRunning: boolean;
  /** What could not be collected or removed is added. */
  readonly troubles: string[];
}

/** Starts an ensemble, waits until it serves, and gives it to `use`. Then, also when any of this failed
 * or `abort` aborted, collects the nodes' logs and removes it. `stop` ends a start only. */
export async function withEnsemble(
  options: LifeOptions,
  use: (ensemble: Ensemble) => Promise<void>,
  { stop, abort }: Interrupts,
): Promise<void> {
  const over = AbortSignal.any([stop, abort]);
  const ensemble = await started(options, over);
  try {
    await serving(ensemble, options.clock, over);
    await use(ensemble);
  } finally {
    await takeDown(ensemble, options);
  }
}

/** Resolves when the ensemble has started. One that has not is removed before this rejects.
 * @throws DeadlineError, the reason of `abort`, or what the target threw. */
async function started(options: LifeOptions, abort: AbortSignal): Promise<Ensemble> {
  const { target, spec, clock } = options;
  let starting: Promise<Ensemble> | undefined;
  const start = (signal: AbortSignal): Promise<Ensemble> => {
    starting = target.start(spec, signal);
    return starting;
  };
  try {
    return await within(clock, START_MS, `starting the ensemble on ${target.name}`, abort, start);
  } catch (error) {
    await removed(options, async signal => (await settledOf(starting))?.remove(signal));
    throw error;
  }
}

/** Returns what a start came to in the end: a target removes what it could not start. */
async function settledOf(starting: Promise<Ensemble> | undefined): Promise<Ensemble | undefined> {
  return starting?.catch(() => undefined);
}

/** Resolves when every node serves. @throws DeadlineError, or the reason of `abort`. */
function serving(ensemble: Ensemble, clock: Clock, abort: AbortSignal): Promise<void> {
  return within(clock, SERVE_MS, 'waiting until the ensemble serves', abort, signal =>
    ensemble.whenServing(signal),
  );
}

/** Resolves when every node serves and still does a moment later: a server that was paused says for a
 * while that it is what it was. @throws DeadlineError, or the reason of `abort`. */
export async function settled(ensemble: Ensemble, clock: Clock, abort: AbortSignal): Promise<void> {
  await serving(ensemble, clock, abort);
  await clock.sleep(SETTLE_MS, abort);
  await serving(ensemble, clock, abort);
}

async function takeDown(ensemble: Ensemble, options: LifeOptions): Promise<void> {
  await attempt(options, {
    limitMs: COLLECT_MS,
    what: "collecting the nodes' logs",
    act: signal => ensemble.collect(options.nodesFolder, signal),
  });
  if (!options.leaveRunning) await removed(options, signal => ensemble.remove(signal));
}

/** Removes the ensemble, or notes the command that does. */
async function removed(options: LifeOptions, act: Act<void>): Promise<void> {
  const { target, log, troubles } = options;
  if (await attempt(options, { limitMs: REMOVE_MS, what: 'removing the ensemble', act })) return;
  const remedy = `Parts of it may be left. Remove them with: npx zoobreak clean --target ${target.name}`;
  log.warn(remedy);
  troubles.push(remedy);
}

interface Attempt {
  readonly limitMs: number;
  readonly what: string;
  readonly act: Act<void>;
}

/** Returns whether it succeeded; a failure is noted. */
async function attempt(
  { clock, log, troubles }: LifeOptions,
  { limitMs, what, act }: Attempt,
): Promise<boolean> {
  try {
    await within(clock, limitMs, what, undefined, act);
    return true;
  } catch (cause) {
    const error = String(cause);
    log.warn(`${what} failed`, { error });
    troubles.push(`${what} failed: ${error}`);
    return false;
  }
}

type Act<T> = (signal: AbortSignal) => Promise<T>;

/** What `act` resolves to, or a rejection at the deadline or the abort, even when it does not listen. */
export async function within<T>(
  clock: Clock,
  limitMs: number,
  what: string,
  abort: AbortSignal | undefined,
  act: Act<T>,
): Promise<T> {
  const limit = deadline(clock, limitMs, what, abort);
  const { signal } = limit;
  signal.throwIfAborted();
  const cut = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([act(signal), cut]);
  } finally {
    limit.cancel();
  }
}
