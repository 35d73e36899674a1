/** An ordinary client, and the sessions of an odd client. The operations are in odd-requests.ts and
 * many-ephemerals.ts. */
import { answered } from '../../src/client/answer.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { ClientPlace, Outcome } from '../../src/contract.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';

export const ROOT = '/zoobreak-bystanders';
/** The parent of ephemerals with long names. */
export const HOARDS: string = `${ROOT}/hoards`;
/** Bytes of the name of such an ephemeral. */
export const NAME_BYTES = 20_000;

export type WriteOp = { readonly f: 'write'; readonly value: null };

/** The znode that the bystanders write to. */
export const ensured: readonly string[] = [ROOT, HOARDS];

export interface Hoard {
  /** An id that no other operation uses. */
  readonly id: number;
  readonly ephemerals: number;
}

const NOT_CLOSED = {
  name: 'CONNECTIONLOSS',
  message: 'no server confirmed that the session closed',
};

/** The version that the write made. */
export async function write(session: Session, signal: AbortSignal): Promise<Outcome> {
  const reply = await session.setData(ROOT, new Uint8Array(), -1, signal);
  return outcomeOf(reply, 'write', reply.ok ? reply.value.version : null);
}

/** Opens a session for one operation, and closes it. */
async function inSession<T>(
  place: ClientPlace,
  run: (session: Session) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const session = sessionAt(place);
  try {
    return await run(session);
  } finally {
    await session.close(signal);
  }
}

/** Sends a check of a znode's version outside a multi. `ok` with the server's answer. */
export function loneCheck(place: ClientPlace, signal: AbortSignal): Promise<Outcome> {
  const sent = async (session: Session): Promise<Outcome> => {
    const reply = await session.check(ROOT, -1, signal);
    return reply.zxid === undefined
      ? outcomeOf(reply, 'write', null)
      : answered(reply, reply.ok ? 'OK' : reply.error.name);
  };
  return inSession(place, sent, signal);
}

/** Makes ephemerals in a session, closes it, and counts with a strong read those that still exist. */
export async function hoard(
  { id, ephemerals }: Hoard,
  { place, session, signal }: { place: ClientPlace; session: Session; signal: AbortSignal },
): Promise<Outcome> {
  const owner = sessionAt(place);
  const made = await make(owner, { id, ephemerals, signal });
  const isClosed = await owner.close(signal);
  if (!made.ok) return outcomeOf(made, 'write', null);
  if (!isClosed) return { type: 'info', error: NOT_CLOSED };
  const [written, list] = await Promise.all([
    session.setData(HOARDS, new Uint8Array(), -1, signal),
    session.getChildren(HOARDS, {}, signal),
  ]);
  const shown = written.ok ? list : written;
  return outcomeOf(
    shown,
    'write',
    shown.ok && list.ok ? list.value.filter(name => name.startsWith(`${id}-`)).length : null,
  );
}

async function make(
  owner: Session,
  { id, ephemerals, signal }: Hoard & { readonly signal: AbortSignal },
): Promise<Reply<unknown>> {
  const names = Array.from({ length: ephemerals }, (_, at) => `${id}-${at}-`);
  const replies = await Promise.all(
    names.map(name =>
      owner.create(
        `${HOARDS}/${name.padEnd(NAME_BYTES, 'e')}`,
        new Uint8Array(),
        { mode: 'ephemeral' },
        signal,
      ),
    ),
  );
  const last = replies.find(({ ok }) => !ok) ?? replies.at(-1);
  if (last === undefined) throw new RangeError('a hoard: expected an ephemeral, found none');
  return last;
}
