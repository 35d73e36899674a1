/** Publishes and follows configurations. The claim, and what `info` means, are in workload.ts. */

import { strongly } from '../../src/client/reads.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { Client, ClientPlace, Outcome } from '../../src/contract.ts';
import type { Reply } from '../../src/zookeeper/outcome.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';
import type { Data } from '../../src/zookeeper/requests.ts';
import type { Session, SessionOptions } from '../../src/zookeeper/session.ts';

/** The parent of the configurations. */
export const CONFIGS = '/zoobreak-config';
/** How long a follower polls for the next change. */
const FOLLOW_MS = 500;
/** The time between two polls. */
const LOOK_MS = 10;

/** `last` follows with a strong read first, to see the latest publication. */
export type ConfigOp =
  | { readonly f: 'publish'; readonly value: number; readonly key: number }
  | { readonly f: 'follow'; readonly value: null | 'last'; readonly key: number };

/** A version and its value; null before anything is published. */
export type ConfigVersion = readonly [version: number, value: number | null];

/** What a follower observed. */
export interface Followed {
  /** What it read when it left the watch. */
  readonly from: ConfigVersion;
  /** What it read last; the same if nothing was published meanwhile. */
  readonly to: ConfigVersion;
  /** The watch's event had come when `to` was read. */
  readonly told: boolean;
}

type ConfigSession = Pick<Session, 'getData' | 'setData' | 'sync' | 'close'>;
type OpenSession = (onEvent: NonNullable<SessionOptions['onEvent']>) => ConfigSession;

/** A client of one session. */
export function configClient(
  place: ClientPlace,
  open: OpenSession = onEvent => sessionAt(place, onEvent),
): Client<ConfigOp> {
  const told = new Set<string>();
  const session = open(event => {
    if (event.kind === 'watch' && event.type === 'NodeDataChanged') told.add(event.path);
  });
  return {
    invoke: (op, signal) => {
      const config: Config = { session, told, place, path: `${CONFIGS}/${op.key}`, signal };
      return op.f === 'publish' ? publish(op.value, config) : follow(op.value, config);
    },
    close: () => session.close(),
  };
}

interface Config {
  readonly session: ConfigSession;
  /** Paths of the events that came since they were last followed. */
  readonly told: Set<string>;
  readonly place: ClientPlace;
  readonly path: string;
  readonly signal: AbortSignal;
}

async function publish(value: number, { session, path, signal }: Config): Promise<Outcome> {
  const data = new TextEncoder().encode(String(value));
  const reply = await session.setData(path, data, -1, signal);
  return outcomeOf(reply, 'write', reply.ok ? [reply.value.version, value] : null);
}

/** Leaves a watch, and polls until there is a change or the time is over. The event of an earlier watch may
 * arrive now, and counts: this can hide an anomaly, but never invents one. */
async function follow(strength: null | 'last', config: Config): Promise<Outcome> {
  config.told.delete(config.path);
  const first = await watchedRead(strength, config);
  if (!first.ok) return outcomeOf(first, 'read', null);
  const { reply, told } = await nextChange(first, config);
  const followed: Followed = { from: seenOf(first.value), to: seenOf(reply.value), told };
  return outcomeOf(reply, 'read', followed);
}

function watchedRead(
  strength: null | 'last',
  { session, path, signal }: Config,
): Promise<Reply<Data>> {
  const reads = strength === 'last' ? 'quorum' : 'local';
  const reader = { session, reads, side: CONFIGS } as const;
  return strongly(reader, () => session.getData(path, { watch: true }, signal), signal);
}

type Ok<T> = Extract<Reply<T>, { ok: true }>;

/** Returns the first plain read that shows another version, or the last read; and whether the event had come. */
async function nextChange(
  first: Ok<Data>,
  { session, told, place, path, signal }: Config,
): Promise<{ readonly reply: Ok<Data>; readonly told: boolean }> {
  const endNs = place.clock.nowNs() + FOLLOW_MS * 1e6;
  let last = { reply: first, told: told.has(path) };
  while (place.clock.nowNs() < endNs && !signal.aborted) {
    const reply = await session.getData(path, {}, signal);
    if (reply.ok) last = { reply, told: told.has(path) };
    if (last.reply.value.stat.version !== first.value.stat.version) break;
    await pause(place, signal);
  }
  return last;
}

/** Waits; ends early when the operation is to stop. */
async function pause({ clock }: ClientPlace, signal: AbortSignal): Promise<void> {
  await new Promise<void>(resolve => {
    const timer = clock.after(LOOK_MS, done);
    function done(): void {
      timer.cancel();
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}

function seenOf({ data, stat }: Data): ConfigVersion {
  return [stat.version, data.length === 0 ? null : Number(new TextDecoder().decode(data))];
}
