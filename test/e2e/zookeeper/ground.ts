/** An ensemble of one version, for the tests of all that a client may ask of it. */
import { afterAll, beforeAll, test } from 'vitest';
import type { ServerAddress } from '../../../src/contract.ts';
import type { Session, SessionOptions } from '../../../src/zookeeper/session.ts';
import { type Capability, can, sessionAt, valueIn } from '../zookeeper-sessions.ts';

export interface Ground {
  /** A claim about something that came after 3.4: skipped, by name, where this version lacks it. */
  since(capability: Capability): typeof test.skip;
  /** Another session, closed in the end. Default: at all servers. */
  opened(options?: Partial<SessionOptions>): Session;
  fresh(): Promise<Fresh>;
}

interface Fresh {
  readonly servers: readonly ServerAddress[];
  /** That of all tests. */
  readonly session: Session;
  /** A znode of each test's own. */
  readonly root: string;
}

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Servers that were started for tests. */
interface Started extends AsyncDisposable {
  readonly servers: readonly ServerAddress[];
}

/** Starts the ensemble before the tests of a block, and removes it after them. `version`: the one whose API it has. */
export function groundOf(version: string, start: () => Promise<Started>): Ground {
  let ensemble: Started;
  let servers: readonly ServerAddress[];
  let session: Session;
  let count = 0;
  const open: Session[] = [];
  const opened = (options: Partial<SessionOptions> = {}): Session => {
    const one = sessionAt(servers, options);
    open.push(one);
    return one;
  };
  beforeAll(async () => {
    ensemble = await start();
    servers = ensemble.servers;
    session = opened();
  });
  afterAll(async () => {
    await Promise.all(open.map(one => one.close()));
    await ensemble[Symbol.asyncDispose]();
  });
  return {
    opened,
    since: capability => (can(version, capability) ? test : test.skip),
    fresh: async () => {
      const root = `/test${count++}`;
      await valueIn(session.create(root, text('')));
      return { servers, session, root };
    },
  };
}
