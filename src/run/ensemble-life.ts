/** An ensemble from its start to its removal: it is removed whatever happens in between. */
import { type Clock, deadline } from '../clock.ts';
import type { Ensemble, EnsembleSpec, Target } from '../contract.ts';
import type { Log } from '../log.ts';

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
}

/** Starts an ensemble, waits until it serves, and gives it to `use`. Then, also when any of this failed
 * or `abort` aborted, collects the nodes' logs and removes it. Returns what went wrong with that. */
export async function withEnsemble(
  options: LifeOptions,
  use: (ensemble: Ensemble) => Promise<void>,
  abort: AbortSignal,
): Promise<readonly string[]> {
  const { target, spec, clock } = options;
  const ensemble = await within(
    clock,
    START_MS,
    `starting the ensemble on ${target.name}`,
    abort,
    signal => target.start(spec, signal),
  );
  let troubles: readonly string[] = [];
  try {
    await serving(ensemble, clock, abort);
    await use(ensemble);
  } finally {
    troubles = await takeDown(ensemble, options);
  }
  return troubles;
}

/** Resolves when every node serves. @throws DeadlineError, or the reason of `abort`. */
function serving(ensemble: Ensemble, clock: Clock, abort: AbortSignal): Promise<void> {
  return within(clock, SERVE_MS, 'waiting until the ensemble serves', abort, signal =>
    ensemble.whenServing(signal),
  );
}

/** Resolves when every node serves and still does a moment later: a server that was paused says for a
 *  while that it is what it was. @throws DeadlineError, or the reason of `abort`. */
export async function settled(ensemble: Ensemble, clock: Clock, abort: AbortSignal): Promise<void> {
  await serving(ensemble, clock, abort);
  await clock.sleep(SETTLE_MS, abort);
  await serving(ensemble, clock, abort);
}

async function takeDown(
  ensemble: Ensemble,
  { target, clock, nodesFolder, leaveRunning, log }: LifeOptions,
): Promise<readonly string[]> {
  const troubles: string[] = [];
  const attempt = async (limitMs: number, what: string, act: Act<void>): Promise<boolean> => {
    const error = await within(clock, limitMs, what, undefined, act).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    if (error === undefined) return true;
    log.warn(`${what} failed`, { error });
    troubles.push(`${what} failed: ${error}`);
    return false;
  };
  await attempt(COLLECT_MS, "collecting the nodes' logs", signal =>
    ensemble.collect(nodesFolder, signal),
  );
  const isGone =
    leaveRunning ||
    (await attempt(REMOVE_MS, 'removing the ensemble', signal => ensemble.remove(signal)));
  if (!isGone) {
    const remedy = `Parts of it may be left. Remove them with: npx zoobreak clean --target ${target.name}`;
    log.warn(remedy);
    troubles.push(remedy);
  }
  return troubles;
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
