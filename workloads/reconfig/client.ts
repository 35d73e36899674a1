/** Changes the members of an ensemble, as its super user, and reads who they are. The claim, and what
 * `info` means, are in workload.ts. */
import { CONFIG, SUPER_USER } from '../../src/client/members.ts';
import { strongly } from '../../src/client/reads.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { Client, ClientPlace, Outcome } from '../../src/contract.ts';
import type { Reconfiguration } from '../../src/zookeeper/operations.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Data } from '../../src/zookeeper/requests.ts';
import type { Session } from '../../src/zookeeper/session.ts';
import { type RegisterOp, registerClient } from '../register/client.ts';

/** A znode that holds nothing, for strong reads. */
export const SIDE = '/zoobreak-reconfig';

/** How often adding a member is tried again. */
const MOST_TRIES = 5;

export type MemberRole = 'participant' | 'observer';

export interface RoleChange {
  /** ZooKeeper's number of the server, from 1. */
  readonly server: number;
  readonly to: MemberRole;
}

export type ReconfigOp =
  | RegisterOp
  | { readonly f: 'change'; readonly value: RoleChange }
  | { readonly f: 'replace'; readonly value: number }
  | { readonly f: 'restore' | 'view'; readonly value: null };

/** Version in hex, and the members' roles by their numbers. */
export interface EnsembleConfiguration {
  readonly version: string;
  readonly members: Readonly<Record<string, MemberRole>>;
}

/** The members' configuration lines at the start of the run, with which removed members are added again. */
export type KnownMembers = Map<number, string>;

type ReconfigSession = Pick<
  Session,
  'addAuth' | 'create' | 'getData' | 'setData' | 'sync' | 'reconfig' | 'close'
>;

/** Reads the members before anything is changed. @throws Error if no server answers. */
export async function learnMembers(
  known: KnownMembers,
  place: ClientPlace,
  signal: AbortSignal,
): Promise<void> {
  const session = sessionAt(place);
  const reply = await session.getData(CONFIG, {}, signal);
  await session.close(signal);
  if (!reply.ok) throw new Error(`${CONFIG}: expected the members, found ${reply.error.name}`);
  for (const [server, line] of linesOf(reply.value)) known.set(server, line);
}

interface ReconfigOptions {
  readonly session: ReconfigSession;
  readonly known: KnownMembers;
  /** The fewest participants that must remain. */
  readonly leastVoters: number;
}

/** A client of one session, which also uses registers. */
export function reconfigClient(options: ReconfigOptions): Client<ReconfigOp> {
  const { session } = options;
  const registers = registerClient(session, 'quorum');
  let isSuper = false;
  const asSuper = async (act: () => Promise<Outcome>, signal: AbortSignal): Promise<Outcome> => {
    if (!isSuper) {
      const told = await session.addAuth('digest', new TextEncoder().encode(SUPER_USER), signal);
      if (!told.ok) return outcomeOf(told, 'read', null);
      isSuper = true;
    }
    return act();
  };
  return {
    invoke: (op, signal) => {
      switch (op.f) {
        case 'change':
          return asSuper(() => change(op.value, options, signal), signal);
        case 'replace':
          return asSuper(() => replace(op.value, options, signal), signal);
        case 'restore':
          return asSuper(() => apply({ joining: allOf(options.known) }, options, signal), signal);
        case 'view':
          return view(options, signal);
        default:
          return registers.invoke(op, signal);
      }
    },
    close: () => registers.close(),
  };
}

async function change(
  { server, to }: RoleChange,
  options: ReconfigOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const refused = to === 'observer' ? await whyTooFew(server, options, signal) : undefined;
  return refused ?? apply({ joining: lineOf({ server, to }, options.known) }, options, signal);
}

/** Removes a member and adds it again, with retries: a removed server that is killed never starts again
 * without help, since its own configuration does not name it. Adding an existing member changes nothing. If
 * it was removed and cannot be added, the outcome is indeterminate. */
async function replace(
  server: number,
  options: ReconfigOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const refused = await whyTooFew(server, options, signal);
  if (refused !== undefined) return refused;
  const removed = await apply({ leaving: String(server) }, options, signal);
  if (removed.type !== 'ok') return removed;
  const joining = lineOf({ server, to: 'participant' }, options.known);
  let added = await apply({ joining }, options, signal);
  for (let tries = 1; tries < MOST_TRIES && added.type !== 'ok' && !signal.aborted; tries++)
    added = await apply({ joining }, options, signal);
  return added.type === 'fail' ? { ...added, type: 'info' } : added;
}

/** Returns why too few would vote without the server; undefined if enough would. */
async function whyTooFew(
  server: number,
  options: ReconfigOptions,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const now = await read(options, signal);
  if (!now.ok) return outcomeOf(now, 'read', null);
  const { members } = configurationOf(now.value);
  const others = Object.entries(members).filter(([id]) => Number(id) !== server);
  const voters = others.filter(([, role]) => role === 'participant').length;
  if (voters >= options.leastVoters) return undefined;
  const message = `expected ${options.leastVoters} others that vote at least, found ${voters}`;
  return { type: 'fail', error: { name: 'TOOFEW', message } };
}

/** @throws RangeError if the server was never a member. */
function lineOf({ server, to }: RoleChange, known: KnownMembers): string {
  const line = known.get(server);
  if (line === undefined) throw new RangeError(`server ${server}: expected a member, found none`);
  return line.replace(/:(participant|observer)(?=;|$)/, `:${to}`);
}

function allOf(known: KnownMembers): string {
  return [...known.values()].join(',');
}

async function apply(
  change: Reconfiguration,
  { session }: ReconfigOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const reply = await session.reconfig(change, signal);
  return outcomeOf(reply, 'write', reply.ok ? configurationOf(reply.value) : null);
}

async function view(options: ReconfigOptions, signal: AbortSignal): Promise<Outcome> {
  const reply = await read(options, signal);
  return outcomeOf(reply, 'read', reply.ok ? configurationOf(reply.value) : null);
}

function read({ session }: ReconfigOptions, signal: AbortSignal): Promise<Reply<Data>> {
  const reader = { session, reads: 'quorum', side: SIDE } as const;
  return strongly(reader, () => session.getData(CONFIG, {}, signal), signal);
}

/** `server.1=10.0.0.1:2888:3888:participant;0.0.0.0:2181`, ..., `version=100000000`. */
function configurationOf(data: Data): EnsembleConfiguration {
  const version = /^version=([0-9a-f]+)$/m.exec(textOf(data))?.[1] ?? '0';
  const members = linesOf(data).map(([server, line]): [string, MemberRole] => [
    String(server),
    /:observer(;|$)/.test(line) ? 'observer' : 'participant',
  ]);
  return { version: `0x${version}`, members: Object.fromEntries(members) };
}

function linesOf(data: Data): readonly (readonly [server: number, line: string])[] {
  return textOf(data)
    .split('\n')
    .flatMap(line => {
      const server = /^server\.(\d+)=/.exec(line)?.[1];
      return server === undefined ? [] : [[Number(server), line] as const];
    });
}

function textOf({ data }: Data): string {
  return new TextDecoder().decode(data);
}
