/** Asking every server of the ensemble the same, each through a session that sees no other. */
import type { ClientPlace, NodeName } from '../contract.ts';
import type { Reply } from '../zookeeper/outcome.ts';
import type { Session } from '../zookeeper/session.ts';
import { sessionAt } from './session.ts';

export interface Everywhere {
  /** The answers of all servers, or the first reply that is none. */
  ask<T>(question: (session: Session) => Promise<Reply<T>>): Promise<Reply<readonly ByNode<T>[]>>;
  /** The session at one server, counted from the process's own; numbers go round. */
  at(server: number): Session;
  close(): Promise<void>;
}

interface ByNode<T> {
  readonly node: NodeName;
  /** The reply's zxid: what the server had applied when it answered. */
  readonly zxid: bigint;
  readonly value: T;
}

/** Sessions are opened with the first question. */
export function everywhere(place: ClientPlace): Everywhere {
  let sessions: readonly Session[] | undefined;
  const opened = (): readonly Session[] => {
    sessions ??= place.everyServer.map(server => sessionAt({ ...place, servers: [server] }));
    return sessions;
  };
  return {
    ask: async question => together(await Promise.all(opened().map(question))),
    at: server => {
      const session = opened()[server % place.everyServer.length];
      if (session === undefined) throw new RangeError(`everywhere: found no server ${server}`);
      return session;
    },
    close: async () => {
      await Promise.all((sessions ?? []).map(session => session.close()));
    },
  };
}

function together<T>(replies: readonly Reply<T>[]): Reply<readonly ByNode<T>[]> {
  const answers: ByNode<T>[] = [];
  let last: Extract<Reply<T>, { ok: true }> | undefined;
  for (const reply of replies) {
    if (!reply.ok) return reply;
    answers.push({ node: reply.node, zxid: reply.zxid, value: reply.value });
    last = reply;
  }
  if (last === undefined) throw new RangeError('everywhere: expected a server, found none');
  return { ...last, value: answers };
}
