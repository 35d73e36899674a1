/** Sessions at a real ensemble, for tests, and what its version cannot do. */
import { systemClock } from '../../src/clock.ts';
import type { Address, Connection, Ensemble, ServerAddress } from '../../src/contract.ts';
import { silentLog } from '../../src/log.ts';
import type { Reply } from '../../src/zookeeper/outcome.ts';
import { openSession, type Session, type SessionOptions } from '../../src/zookeeper/session.ts';
import { connector } from '../../src/zookeeper/transport.ts';

/** What came after 3.4, and with which version. */
const since = {
  create2: '3.5',
  containers: '3.5',
  removeWatches: '3.5',
  ttl: '3.6',
  persistentWatches: '3.6',
  multiRead: '3.6',
  getEphemerals: '3.6',
  getAllChildrenNumber: '3.6',
  whoAmI: '3.7',
  zxidOfEvents: '3.9',
  create2InMulti: '3.9',
} as const;
export type Capability = keyof typeof since;

export function can(version: string, capability: Capability): boolean {
  const minor = (text: string): number => Number(text.split('.')[1]);
  return minor(version) >= minor(since[capability]);
}

export const places = (ensemble: Ensemble): ServerAddress[] =>
  ensemble.nodes.map(({ name, address }) => ({ node: name, address }));

export function sessionAt(
  servers: readonly ServerAddress[],
  options: Partial<SessionOptions> = {},
): Session {
  return openSession({
    servers,
    sessionTimeoutMs: 10_000,
    operationTimeoutMs: 10_000,
    clock: systemClock(),
    log: silentLog,
    ...options,
  });
}

/** The value of a reply; fails the test with the error where it has none. */
export async function valueIn<T>(reply: Promise<Reply<T>>): Promise<T> {
  const settled = await reply;
  if (settled.ok) return settled.value;
  const { name, message } = settled.error;
  throw new Error(`expected an answer, found ${name}: ${message}`);
}

/** The name of a reply's error; `ok` where it has none. */
export const errorOf = async (reply: Promise<Reply<unknown>>): Promise<string> => {
  const settled = await reply;
  return settled.ok ? 'ok' : settled.error.name;
};

/** The same server by a line that can go dead: nothing passes any more, and nobody is told. */
export function mutable(place: ServerAddress): {
  readonly place: ServerAddress;
  mute(): void;
  unmute(): void;
} {
  let dead = false;
  const connect = connector();
  const address: Address = {
    kind: 'memory',
    connect: async signal => mutedWhen(await connect(place.address, signal), () => dead),
  };
  return {
    place: { node: place.node, address },
    mute: () => {
      dead = true;
    },
    unmute: () => {
      dead = false;
    },
  };
}

function mutedWhen(connection: Connection, dead: () => boolean): Connection {
  return {
    write: bytes => {
      if (!dead()) connection.write(bytes);
    },
    onData: listener => connection.onData(bytes => !dead() && listener(bytes)),
    onClose: listener => connection.onClose(listener),
    close: () => connection.close(),
  };
}
