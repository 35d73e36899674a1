/** Applies operations of small trees to znodes. The claims, and what `info` means, are in workload.ts. */

import { answered, refusalOf } from '../../src/client/answer.ts';
import { strongly } from '../../src/client/reads.ts';
import type { Client, Outcome, ReadStrength } from '../../src/contract.ts';
import type { CreateOptions } from '../../src/zookeeper/create.ts';
import type { Stat } from '../../src/zookeeper/data-records.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';
import type { CreateInput, ReadAnswer, StatSeen, WriteAnswer, ZnodeKind } from './model.ts';

/** The parent of all trees; strong reads write to it. */
export const TREES = '/zoobreak-tree';
/** A TTL longer than any run: expiry is not tested here. */
const TTL_MS = 24 * 3600 * 1000;

export type TreeOp =
  | { readonly f: 'create'; readonly value: CreateInput; readonly key?: number }
  | { readonly f: 'delete' | 'exists' | 'list'; readonly value: string; readonly key?: number };

type TreeSession = Pick<
  Session,
  'create' | 'delete' | 'exists' | 'getChildren2' | 'setData' | 'sync' | 'close'
>;

/** A client of one session. */
export function treeClient(session: TreeSession, reads: ReadStrength): Client<TreeOp> {
  return {
    invoke: (op, signal) => apply(op, { session, reads, root: `${TREES}/${op.key}`, signal }),
    close: () => session.close(),
  };
}

interface Place {
  readonly session: TreeSession;
  readonly reads: ReadStrength;
  readonly root: string;
  readonly signal: AbortSignal;
}

async function apply(op: TreeOp, { session, reads, root, signal }: Place): Promise<Outcome> {
  const reader = { session, reads, side: TREES };
  switch (op.f) {
    case 'create': {
      const { path, kind } = op.value;
      return written(await session.create(root + path, new Uint8Array(), modes[kind], signal));
    }
    case 'delete':
      return written(await session.delete(root + op.value, -1, signal));
    case 'exists': {
      const look = (): Promise<Reply<Stat | undefined>> =>
        session.exists(root + op.value, {}, signal);
      const reply = await strongly(reader, look, signal);
      return read(reply, reply.ok ? { stat: seen(reply.value) } : undefined);
    }
    case 'list': {
      const list = (): ReturnType<Session['getChildren2']> =>
        session.getChildren2(root + op.value, {}, signal);
      const reply = await strongly(reader, list, signal);
      if (refusalOf(reply) === 'NONODE') return read(reply, { stat: null });
      const found = reply.ok ? reply.value : undefined;
      return read(reply, found && { stat: seen(found.stat), names: found.children.toSorted() });
    }
  }
}

const modes: Readonly<Record<ZnodeKind, CreateOptions>> = {
  persistent: {},
  container: { mode: 'container' },
  ttl: { mode: 'persistent-ttl', ttlMs: TTL_MS },
};

/** Returns a refusal as an answer: it shows a state of the tree. */
function written(reply: Reply<unknown>): Outcome {
  const refused = refusalOf(reply) ?? null;
  if (!reply.ok && refused === null) return outcomeOf(reply, 'write', null);
  const answer: WriteAnswer = { zxid: Number(reply.zxid), refused };
  return answered(reply, answer);
}

function read(reply: Reply<unknown>, found: Omit<ReadAnswer, 'zxid'> | undefined): Outcome {
  if (found === undefined) return outcomeOf(reply, 'read', null);
  const answer: ReadAnswer = { zxid: Number(reply.zxid), ...found };
  return answered(reply, answer);
}

function seen(stat: Stat | undefined): StatSeen | null {
  if (stat === undefined) return null;
  const { czxid, pzxid, cversion, numChildren } = stat;
  return { czxid: Number(czxid), pzxid: Number(pzxid), cversion, numChildren };
}
