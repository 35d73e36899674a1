/** The state of one server without its replication: requests are prepared and applied at once. */
import { type Applied, apply } from '../../src/ensemble/sim/apply.ts';
import { prepare } from '../../src/ensemble/sim/prepare.ts';
import { honest, type Rules } from '../../src/ensemble/sim/rules.ts';
import { State } from '../../src/ensemble/sim/state.ts';
import type { Write, WriteOp } from '../../src/ensemble/sim/write.ts';
import { type Acl, openAcl } from '../../src/zookeeper/data-records.ts';

interface ServerState {
  readonly state: State;
  /** Does the request as the leader and then every server would. */
  submit(op: WriteOp, write?: Partial<Write>): Applied;
}

export function serverState(rules: Partial<Rules> = {}): ServerState {
  const [ahead, state] = [new State(), new State()];
  const all = { ...honest, ...rules };
  let zxid = 0;
  return {
    state,
    submit(op, write = {}) {
      const when = { zxid: ++zxid, timeMs: 1000 + zxid, rules: all };
      const asked = { session: 7n, owner: 'n1', ids: [], ...write, op };
      const txn = prepare({ ahead, committed: state, rules: all, when }, asked);
      return apply(state, txn, when);
    },
  };
}

type Create = WriteOp & { readonly kind: 'create' };

/** Returns a create of a persistent znode that is open to everybody, unless `options` say otherwise. */
export function create(path: string, options: Partial<Create> = {}): WriteOp {
  const mode = { kind: 'persistent' } as const;
  return {
    kind: 'create',
    path,
    data: Buffer.from('x'),
    acl: openAcl,
    mode,
    sequential: false,
    ...options,
  };
}

export const setData = (path: string, data: string, version = -1): WriteOp => ({
  kind: 'setData',
  path,
  data: Buffer.from(data),
  version,
});

export const remove = (path: string, version = -1): WriteOp => ({ kind: 'delete', path, version });

export const setAcl = (path: string, acl: readonly Acl[], version = -1): WriteOp => ({
  kind: 'setAcl',
  path,
  acl,
  version,
});

/** In a multi of its own, as a check stands nowhere else. */
export const check = (path: string, version = -1): WriteOp => ({
  kind: 'multi',
  ops: [{ kind: 'check', path, version }],
});
