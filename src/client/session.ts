/** Sessions as clients of workloads use them. */
import type { ClientPlace } from '../contract.ts';
import { openSession, type Session, type SessionOptions } from '../zookeeper/session.ts';

/** Between two tries to prepare the ensemble. */
const RETRY_MS = 200;

/** A session at a client's place: a new one, or one that is taken over. */
export function sessionAt(
  place: ClientPlace,
  onEvent?: SessionOptions['onEvent'],
  resume?: SessionOptions['resume'],
): Session {
  const { servers, sessionTimeoutMs, operationTimeoutMs, clock, log, gate } = place;
  return openSession({
    ...{ servers, sessionTimeoutMs, operationTimeoutMs, clock, log },
    ...(gate !== undefined && { gate }),
    ...(onEvent !== undefined && { onEvent }),
    ...(resume !== undefined && { resume }),
  });
}

/** Creates persistent, empty znodes unless they are there, parents before children; tries each until
 *  there is an answer. */
export async function ensureZnodes(
  paths: readonly string[],
  place: ClientPlace,
  signal: AbortSignal,
): Promise<void> {
  const session = sessionAt(place);
  try {
    for (const path of paths) await ensure(path, session, { place, signal });
  } finally {
    await session.close(signal);
  }
}

async function ensure(
  path: string,
  session: Session,
  { place, signal }: { readonly place: ClientPlace; readonly signal: AbortSignal },
): Promise<void> {
  for (;;) {
    const reply = await session.create(path, new Uint8Array(), {}, signal);
    if (reply.ok || reply.error.name === 'NODEEXISTS') return;
    await place.clock.sleep(RETRY_MS, signal);
  }
}
