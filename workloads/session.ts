/** Sessions as clients of workloads use them. */
import type { ClientPlace } from '../src/contract.ts';
import { openSession, type Session, type SessionOptions } from '../src/zookeeper/session.ts';

/** Between two tries to prepare the ensemble. */
const RETRY_MS = 200;

/** A session at a client's place. */
export function sessionAt(place: ClientPlace, onEvent?: SessionOptions['onEvent']): Session {
  const { servers, sessionTimeoutMs, operationTimeoutMs, clock, log } = place;
  const options = { servers, sessionTimeoutMs, operationTimeoutMs, clock, log };
  return openSession(onEvent === undefined ? options : { ...options, onEvent });
}

/** Creates a persistent, empty znode unless it is there; tries until it has an answer. */
export async function ensureZnode(
  path: string,
  place: ClientPlace,
  signal: AbortSignal,
): Promise<void> {
  const session = sessionAt(place);
  try {
    for (;;) {
      const reply = await session.create(path, new Uint8Array(), {}, signal);
      if (reply.ok || reply.error.name === 'NODEEXISTS') return;
      await place.clock.sleep(RETRY_MS, signal);
    }
  } finally {
    await session.close(signal);
  }
}
