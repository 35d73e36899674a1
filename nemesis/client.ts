/** Faults of clients, which leave the servers alone: a third of the threads is
 *   pause-client  value {threads, moment}  frozen for longer than its session lasts, without noticing
 *   cut-client    value {threads}          cut off: no connection is made until it is healed
 *   move-client   value {threads}          sent to another server, with the session it has
 *   heal-clients  value null               a pause is ended no sooner than its session must be over
 * Each reports the sessions as they were seen: {thread: {session, state, node}}. Verified when
 *   pause  one that was frozen had a session at a server
 *   cut    none of them is at a server any more, and one of them was
 *   move   one of them continues at another server with the same session
 *   heal   the sessions of those that were paused are over: expired, or closed by a thread that woke and gave up
 *          its operation; those that were cut off are at a server again, or their sessions are over */

import type {
  ClientControl,
  ClientSession,
  FaultReport,
  Nemesis,
  NemesisOptions,
} from '../src/contract.ts';
import { hexOf } from '../src/hex.ts';
import { CLIENTS, type ClientVictims, clientFaults, type PauseVictims } from './client-plan.ts';
import type { NemesisEntry } from './entry.ts';
import { observe } from './observe.ts';
import { faultSchedule } from './schedule.ts';

/** How long a pause lasts, in timeouts of the session: servers notice its end late, by a tick or two. */
const PAUSE_TIMEOUTS = 1.5;
/** How long a session may take to find a server, or to learn that it is over. */
const SESSION_BOUND_MS = 3_000;

const STRIKES = ['pause-client', 'cut-client', 'move-client'] as const;
const HEAL = { f: 'heal-clients', value: null };

export const client: NemesisEntry = {
  name: 'client',
  doc: 'pauses clients past their sessions, cuts them off, or moves their sessions to other servers',
  faults: [],
  create: options => {
    const struck: Struck = { paused: [], cut: [] };
    return {
      name: 'client',
      operations: STRIKES.map(strike => ({
        strike,
        heal: HEAL.f,
        affects: ['clients'],
        quorum: 'survives',
      })),
      values: CLIENTS,
      ...faultSchedule(
        {
          name: 'client',
          strike: clientFaults(options.clients.length),
          heal: HEAL,
          kinds: STRIKES,
        },
        options,
      ),
      invoke: (invocation, signal) => apply(invocation, struck, { options, signal }),
      teardown: async () => healAll(struck, options),
    };
  },
};

/** Whom it has struck and not healed. */
interface Struck {
  paused: readonly Victim[];
  cut: readonly Victim[];
}

interface Victim {
  readonly control: ClientControl;
  /** The session when it was struck. */
  readonly session: ClientSession | undefined;
  readonly sinceNs: number;
}

interface Scene {
  readonly options: NemesisOptions;
  readonly signal: AbortSignal;
}

async function apply(
  { f, value }: Parameters<Nemesis['invoke']>[0],
  struck: Struck,
  scene: Scene,
): Promise<FaultReport> {
  if (f === HEAL.f) return heal(struck, scene);
  const { threads } = value as ClientVictims;
  const controls = scene.options.clients.filter(({ thread }) => threads.includes(thread));
  if (f === 'move-client') return move(controls, scene);
  if (f === 'cut-client') return cut(controls, struck, scene);
  return pause(controls, (value as PauseVictims).moment, struck, scene);
}

async function pause(
  controls: readonly ClientControl[],
  moment: PauseVictims['moment'],
  struck: Struck,
  { options }: Scene,
): Promise<FaultReport> {
  await Promise.all(controls.map(control => control.pause(moment)));
  struck.paused = victimsOf(controls, options);
  const verified = struck.paused.some(({ session }) => isAtServer(session));
  const threads = threadsOf(struck.paused);
  return { verified, did: { 'pause-client': threads }, seen: seen(struck.paused), on: { threads } };
}

async function cut(
  controls: readonly ClientControl[],
  struck: Struck,
  { options, signal }: Scene,
): Promise<FaultReport> {
  struck.cut = victimsOf(controls, options);
  const had = struck.cut.some(({ session }) => isAtServer(session));
  for (const control of controls) control.cut();
  const enough = (): boolean => struck.cut.every(({ session }) => !isAtServer(session));
  await observeSessions(enough, { options, signal });
  const threads = threadsOf(struck.cut);
  return {
    verified: had && enough(),
    did: { 'cut-client': threads },
    seen: seen(struck.cut),
    on: { threads },
  };
}

async function move(controls: readonly ClientControl[], scene: Scene): Promise<FaultReport> {
  const { options } = scene;
  const victims = victimsOf(controls, options).filter(({ session }) => isAtServer(session));
  const from = victims.map(({ session }) => session?.node);
  for (const { session } of victims) session?.move(elsewhere(session, options));
  const moved = (session: ClientSession | undefined, at: number): boolean =>
    isAtServer(session) && session?.node !== from[at];
  await observeSessions(() => victims.every(({ session }, at) => moved(session, at)), scene);
  return {
    verified: victims.some(({ session }, at) => moved(session, at)),
    did: {
      'move-client': Object.fromEntries(
        victims.map(({ control }, at) => [control.thread, from[at]]),
      ),
    },
    seen: seen(victims),
    on: { threads: threadsOf(victims) },
  };
}

async function heal(struck: Struck, scene: Scene): Promise<FaultReport> {
  const { options, signal } = scene;
  const { paused, cut } = struck;
  const { clock } = options;
  const endNs = Math.max(0, ...paused.map(endOfPauseNs));
  await clock.sleep(Math.max(0, (endNs - clock.nowNs()) / 1e6), signal);
  healAll(struck, options);
  const enough = (): boolean =>
    paused.every(({ session }) => session === undefined || isOver(session)) &&
    cut.every(({ session }) => session?.state !== 'connecting');
  await observeSessions(enough, scene);
  const healed = [...paused, ...cut];
  const threads = threadsOf(healed);
  return { verified: enough(), did: { [HEAL.f]: threads }, seen: seen(healed), on: { threads } };
}

function healAll(struck: Struck, { clients }: NemesisOptions): void {
  for (const control of clients) {
    control.restore();
    control.resume();
  }
  struck.paused = [];
  struck.cut = [];
}

/** Another server than its own, as chance has it. */
function elsewhere(
  { node }: ClientSession,
  { ensemble, random }: NemesisOptions,
): Parameters<ClientSession['move']>[0] {
  const others = ensemble.nodes.filter(({ name }) => name !== node);
  if (others.length === 0) return undefined;
  const { name, address } = random.pick(others);
  return { node: name, address };
}

function victimsOf(
  controls: readonly ClientControl[],
  { clock }: NemesisOptions,
): readonly Victim[] {
  const sinceNs = clock.nowNs();
  return controls.map(control => ({ control, session: control.session(), sinceNs }));
}

function endOfPauseNs({ session, sinceNs }: Victim): number {
  return sinceNs + (session?.timeoutMs ?? 0) * PAUSE_TIMEOUTS * 1e6;
}

function isOver({ state }: ClientSession): boolean {
  return state === 'expired' || state === 'closed';
}

/** The state changes a moment after the connection is lost. */
function isAtServer(session: ClientSession | undefined): boolean {
  return session?.node !== undefined;
}

async function observeSessions(enough: () => boolean, { options, signal }: Scene): Promise<void> {
  const look = async (): Promise<boolean> => enough();
  const { clock } = options;
  await observe({ clock, signal, boundMs: SESSION_BOUND_MS, look, enough: shown => shown });
}

function threadsOf(victims: readonly Victim[]): readonly number[] {
  return victims.map(({ control }) => control.thread);
}

function seen(victims: readonly Victim[]): FaultReport['seen'] {
  return Object.fromEntries(
    victims.map(({ control, session }) => [control.thread, session && shown(session)]),
  );
}

function shown({ id, state, node }: ClientSession): Readonly<Record<string, string | undefined>> {
  return { session: hexOf(id), state, node };
}
