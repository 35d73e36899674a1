import { describe, expect, test } from 'vitest';
import type { Applied } from '../../../src/ensemble/sim/apply.ts';
import { code } from '../../../src/ensemble/sim/error-code.ts';
import { statOf } from '../../../src/ensemble/sim/znode.ts';
import type { Stat } from '../../../src/zookeeper/data-records.ts';
import { type Acl, openAcl } from '../../../src/zookeeper/data-records.ts';
import { check, create, remove, serverState, setAcl, setData } from '../../kit/sim-state.ts';

const ephemeral = { mode: { kind: 'ephemeral' } } as const;
const sequential = { sequential: true } as const;

const withIp = (id: string): { readonly acl: readonly Acl[] } => ({
  acl: [{ perms: 31, id: { scheme: 'ip', id } }],
});

/** The stat that the client of a change is told. */
function toldBy({ result: { seen } }: Applied): Stat | undefined {
  return seen && statOf(seen);
}

describe('a znode', () => {
  test('has a version that every write increases', () => {
    const { submit } = serverState();
    submit(create('/a'));
    expect(toldBy(submit(setData('/a', 'y')))?.version).toBe(1);
    expect(toldBy(submit(setData('/a', 'z', 1)))?.version).toBe(2);
  });

  test('is not written at another version', () => {
    const { submit, state } = serverState();
    submit(create('/a'));
    expect(submit(setData('/a', 'y', 1)).result.err).toBe(code.badVersion);
    expect(state.tree.get('/a')?.version).toBe(0);
  });

  test('remembers the zxid and the time of its creation and of its last change', () => {
    const { submit } = serverState();
    submit(create('/a'));
    const stat = toldBy(submit(setData('/a', 'longer')));
    expect(stat).toMatchObject({ czxid: 1n, mzxid: 2n, ctime: 1001, mtime: 1002, dataLength: 6 });
  });

  test.each([
    ['create where it is', create('/a'), code.nodeExists],
    ['create without a parent', create('/b/c'), code.noNode],
    ['create below an ephemeral', create('/e/c'), code.noChildrenForEphemerals],
    ['create with no ACL', create('/b', { acl: [] }), code.invalidAcl],
    ['create at a bad path', create('/p/.'), code.badArguments],
    ['create at a bad path without a parent', create('/b//c'), code.noNode],
    ['create without a slash', create('b'), code.badArguments],
    ['create of the root', create('/'), code.nodeExists],
    ['create with a list of no valid address', create('/b', withIp('10.0.0.300')), code.invalidAcl],
    ['create with no ACL and no parent', create('/b/c', { acl: [] }), code.invalidAcl],
    ['delete where it is not', remove('/b'), code.noNode],
    ['delete at another version', remove('/a', 3), code.badVersion],
    ['delete with children', remove('/p'), code.notEmpty],
    ['delete of the root', remove('/'), code.badArguments],
    ['delete of a znode that servers need', remove('/zookeeper/quota'), code.badArguments],
    ['delete at a bad path', remove('/b//c'), code.noNode],
    ['set at a bad path', setData('/p/.', 'x'), code.badArguments],
    ['set at no path at all', setData('', 'x'), code.badArguments],
    ['a list for a bad path', setAcl('/p/.', openAcl), code.badArguments],
    ['no list, where no znode is', setAcl('/b', []), code.invalidAcl],
    ['a check at a bad path', check('/p/.'), code.badArguments],
  ])('%s', (_, op, err) => {
    const { submit } = serverState();
    for (const made of [create('/a'), create('/e', ephemeral), create('/p'), create('/p/c')])
      submit(made);
    expect(submit(op).result.err).toBe(err);
  });
});

describe('children', () => {
  test('cversion counts those that came and those that went', () => {
    const { submit, state } = serverState();
    for (const op of [create('/p'), create('/p/a'), create('/p/b'), remove('/p/a')]) submit(op);
    const parent = state.tree.get('/p');
    const seen = parent && state.tree.seen('/p', parent);
    expect(seen && statOf(seen)).toMatchObject({ cversion: 3, numChildren: 1 });
  });

  test('a sequential name is never given twice, also after a delete', () => {
    const { submit } = serverState();
    submit(create('/p'));
    expect(submit(create('/p/q-', sequential)).result.path).toBe('/p/q-0000000000');
    submit(remove('/p/q-0000000000'));
    expect(submit(create('/p/q-', sequential)).result.path).toBe('/p/q-0000000001');
  });
});

describe('a multi', () => {
  test('does all of its parts, each on top of those before it', () => {
    const { submit, state } = serverState();
    const ops = [create('/a'), setData('/a', 'y', 0), create('/a/b')];
    const { result } = submit({ kind: 'multi', ops });
    expect(result.parts?.map(part => part.result.err)).toEqual([0, 0, 0]);
    expect(state.tree.get('/a')?.version).toBe(1);
    expect(state.tree.get('/a/b')).toBeDefined();
  });

  test('does nothing where one part is refused, and says which', () => {
    const { submit, state } = serverState();
    const ops = [create('/a'), create('/a/b'), setData('/a', 'y', 5), create('/c')];
    const { result } = submit({ kind: 'multi', ops });
    expect(result.parts?.map(part => part.result.err)).toEqual([
      code.ok,
      code.ok,
      code.badVersion,
      code.runtimeInconsistency,
    ]);
    expect(state.tree.get('/a')).toBeUndefined();
    expect(submit(create('/a')).result.err).toBe(code.ok);
  });
});

describe('a session', () => {
  test('takes its ephemerals along when it ends', () => {
    const { submit, state } = serverState();
    submit(create('/mine', ephemeral));
    submit(create('/theirs', ephemeral), { session: 8n });
    const { changes } = submit({ kind: 'closeSession' });
    expect(changes).toMatchObject([{ kind: 'deleted', path: '/mine' }]);
    expect(state.tree.get('/theirs')).toBeDefined();
  });
});

describe('an access control list', () => {
  const acl = [{ perms: 1, id: { scheme: 'digest', id: 'ann:hash' } }];
  const ann = { ids: [{ scheme: 'digest', id: 'ann:hash' }] };

  test('keeps out whoever it does not name, and grants no more than it says', () => {
    const { submit } = serverState();
    submit(create('/a', { acl }));
    expect(submit(setData('/a', 'y')).result.err).toBe(code.noAuth);
    expect(submit(setData('/a', 'y'), ann).result.err).toBe(code.noAuth);
    expect(
      submit({ kind: 'multi', ops: [{ kind: 'check', path: '/a', version: 0 }] }, ann),
    ).toMatchObject({ result: { err: code.ok } });
  });

  test('of the parent keeps out a delete, whether or not the child is there', () => {
    const { submit } = serverState();
    submit(create('/a', { acl }));
    expect(submit(remove('/a/child')).result.err).toBe(code.noAuth);
  });

  test('is stored without repeats, and with the ids of whoever asks for `auth`', () => {
    const { submit, state } = serverState();
    const auth = { perms: 31, id: { scheme: 'auth', id: '' } };
    submit(create('/a', { acl: [auth, auth] }), {
      ids: [{ scheme: 'ip', id: '127.0.0.1' }, ...ann.ids],
    });
    expect(state.tree.get('/a')?.acl).toEqual([{ perms: 31, id: ann.ids[0] }]);
    expect(submit(create('/b', { acl: [auth] })).result.err).toBe(code.invalidAcl);
  });
});
