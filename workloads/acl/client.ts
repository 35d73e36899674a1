/** Uses znodes, and sets their access control lists, as one of several users. The claims, and what
 * `info` means, are in workload.ts. */
import { createHash } from 'node:crypto';
import { answered, refusalOf } from '../../src/client/answer.ts';
import { strongly } from '../../src/client/reads.ts';
import type { Client, Outcome, ReadStrength } from '../../src/contract.ts';
import type { Acl, Id } from '../../src/zookeeper/data-records.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';
import { type Grantee, type Grants, RIGHTS, type Right, type User } from './rights.ts';

/** The parent of all znodes, open to everybody; strong reads write to it. */
export const GUARDED = '/zoobreak-acl';

export interface UseInput {
  readonly right: Exclude<Right, 'admin'>;
  /** The number of the child to create or to delete. */
  readonly child?: number;
}

export interface AclAnswer {
  readonly refused: 'NOAUTH' | null;
  /** The version of a list that was set. */
  readonly aversion?: number;
}

export type AclOp =
  | { readonly f: 'grant'; readonly value: Grants; readonly key?: number }
  | { readonly f: 'use'; readonly value: UseInput; readonly key?: number };

type AclSession = Pick<
  Session,
  'addAuth' | 'create' | 'delete' | 'getData' | 'setACL' | 'setData' | 'sync' | 'close'
>;

interface AclClientOptions {
  readonly session: AclSession;
  readonly user: User;
  readonly reads: ReadStrength;
}

/** Returns a client of one session, which authenticates before its first operation. */
export function aclClient({ session, user, reads }: AclClientOptions): Client<AclOp> {
  let known = user === 'nobody';
  return {
    invoke: async (op, signal) => {
      if (!known) {
        const told = await session.addAuth('digest', bytesOf(passwordOf(user)), signal);
        if (!told.ok) return outcomeOf(told, 'read', null);
        known = true;
      }
      return perform(op, { session, reads, path: `${GUARDED}/${op.key}`, signal });
    },
    close: () => session.close(),
  };
}

interface Znode {
  readonly session: AclSession;
  readonly reads: ReadStrength;
  readonly path: string;
  readonly signal: AbortSignal;
}

/** Creates a missing znode with only the owner in its list, then retries: the first try had no effect. */
async function perform(op: AclOp, znode: Znode): Promise<Outcome> {
  const first = await attempt(op, znode);
  const isAbsent = !first.ok && first.error.name === 'NONODE';
  if (!isAbsent || (op.f === 'use' && op.value.right === 'delete')) return outcome(op, first);
  const { session, path, signal } = znode;
  const created = await session.create(path, new Uint8Array(), { acl: aclOf([]) }, signal);
  if (!created.ok && created.error.name !== 'NODEEXISTS') return outcomeOf(created, 'read', null);
  return outcome(op, await attempt(op, znode));
}

async function attempt(op: AclOp, znode: Znode): Promise<Reply<number | undefined>> {
  const { session, path, signal } = znode;
  if (op.f === 'use') return use(op.value, znode);
  const reply = await session.setACL(path, aclOf(op.value), -1, signal);
  return reply.ok ? { ...reply, value: reply.value.aversion } : reply;
}

async function use({ right, child }: UseInput, znode: Znode): Promise<Reply<undefined>> {
  const { session, reads, path, signal } = znode;
  const nothing = new Uint8Array();
  switch (right) {
    case 'read': {
      const reader = { session, reads, side: GUARDED };
      return done(await strongly(reader, () => session.getData(path, {}, signal), signal));
    }
    case 'write':
      return done(await session.setData(path, nothing, -1, signal));
    case 'create':
      return done(await session.create(`${path}/${child}`, nothing, {}, signal));
    case 'delete':
      return done(await session.delete(`${path}/${child}`, -1, signal));
  }
}

function done(reply: Reply<unknown>): Reply<undefined> {
  return reply.ok ? { ...reply, value: undefined } : reply;
}

function outcome(op: AclOp, reply: Reply<number | undefined>): Outcome {
  const isRead = op.f === 'use' && op.value.right === 'read';
  if (!reply.ok && refusalOf(reply) !== 'NOAUTH')
    return outcomeOf(reply, isRead ? 'read' : 'write', null);
  const set = reply.ok && reply.value !== undefined ? { aversion: reply.value } : {};
  const answer: AclAnswer = { refused: reply.ok ? null : 'NOAUTH', ...set };
  return answered(reply, answer);
}

/** Source: ZooDefs.Perms. */
const BITS: Readonly<Record<Right, number>> = {
  read: 1,
  write: 2,
  create: 4,
  delete: 8,
  admin: 16,
};

function aclOf(grants: Grants): readonly Acl[] {
  const owner = { perms: bitsOf(RIGHTS), id: digestId('owner') };
  return [owner, ...grants.map(({ who, rights }) => ({ perms: bitsOf(rights), id: idOf(who) }))];
}

function bitsOf(rights: readonly Right[]): number {
  return rights.reduce((bits, right) => bits | BITS[right], 0);
}

/** No client has a multicast address (RFC 5771). The block is large, so that a server which compares fewer bits
 * than it should finds clients in it. */
function idOf(who: Grantee): Id {
  switch (who) {
    case 'ann':
    case 'bob':
      return digestId(who);
    case 'world':
      return { scheme: 'world', id: 'anyone' };
    case 'every-address':
      return { scheme: 'ip', id: '0.0.0.0/0' };
    case 'no-address':
      return { scheme: 'ip', id: '224.0.0.0/4' };
  }
}

/** Source: DigestAuthenticationProvider.generateDigest. */
function digestId(user: User): Id {
  const digest = createHash('sha1').update(passwordOf(user)).digest('base64');
  return { scheme: 'digest', id: `${user}:${digest}` };
}

function passwordOf(user: User): string {
  return `${user}:secret of ${user}`;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
