/** How a server is found ready, and how its role is read: by the four-letter word `srvr`, by a client request, or by
 *  a command in its container. */
import type { Role } from '../contract.ts';
import { isRole, roleIn } from './srvr.ts';

/** `srvr`: the server answers the four-letter word with a mode. `client`: it opens a session and answers exists "/". */
export const READINESS = ['srvr', 'client'] as const;
export type Readiness = (typeof READINESS)[number];

/** How a role is read. `none`: it cannot be, and is reported as `unknown` while the server serves. A command prints
 *  the role as a word of its own: leader, follower, observer or standalone. */
export type RoleSource = 'srvr' | 'none' | { readonly command: readonly string[] };

export interface Questions {
  readonly readiness: Readiness;
  readonly role: RoleSource;
}

/** The questions that ZooKeeper's own releases answer. */
export const SRVR: Questions = { readiness: 'srvr', role: 'srvr' };

/** The state of a server, with what it was asked and what it answered. */
export interface Answer {
  readonly role: Role;
  readonly asked: string;
  readonly said: string;
}

interface Means {
  /** Returns the reply to `srvr`; empty where there is none. */
  srvr(signal: AbortSignal): Promise<string>;
  /** Returns why a client request fails; undefined where it is answered. */
  refusal(signal: AbortSignal): Promise<string | undefined>;
  /** Returns the output of a command beside the server. */
  run(command: readonly string[], signal: AbortSignal): Promise<string>;
}

export const CLIENT_REQUEST = 'a client request (a session, then exists "/")';

/** Asks a server for its state. */
export async function answerTo(
  { readiness, role }: Questions,
  means: Means,
  signal: AbortSignal,
): Promise<Answer> {
  if (readiness === 'srvr') {
    const said = await means.srvr(signal);
    const found = roleIn(said);
    const ready = found === 'none' || role === 'srvr';
    return { role: ready ? found : await roleBy(role, means, signal), asked: '`srvr`', said };
  }
  const said = await means.refusal(signal);
  const found = said === undefined ? await roleBy(role, means, signal) : 'none';
  return { role: found, asked: CLIENT_REQUEST, said: said ?? 'an answer' };
}

/** Returns the role of a server that serves. */
async function roleBy(source: RoleSource, means: Means, signal: AbortSignal): Promise<Role> {
  if (source === 'none') return 'unknown';
  if (source === 'srvr') return serving(roleIn(await means.srvr(signal)));
  const words = (await means.run(source.command, signal)).split(/\W+/);
  return words.find(isRole) ?? 'unknown';
}

const serving = (role: Role): Role => (role === 'none' ? 'unknown' : role);
