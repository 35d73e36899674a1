/** Users, and what they may do. */
import { expect, test, vi } from 'vitest';
import { errorOf, valueIn } from '../zookeeper-sessions.ts';
import { type Ground, text } from './ground.ts';

/** Everything, for who makes it. */
const mine = [{ perms: 31, id: { scheme: 'auth', id: '' } }];

export function understandsAccess({ fresh, opened, since }: Ground): void {
  test('a znode of one user is closed to others, until its ACL says otherwise', async () => {
    const { root } = await fresh();
    const [owner, other] = [opened(), opened()];
    await valueIn(owner.addAuth('digest', text('user:secret')));
    await valueIn(owner.create(`${root}/mine`, text('x'), { acl: mine }));
    await valueIn(other.sync(root));
    expect(await errorOf(other.getData(`${root}/mine`))).toBe('NOAUTH');
    const { acl, stat } = await valueIn(owner.getACL(`${root}/mine`));
    expect(acl).toMatchObject([{ perms: 31, id: { scheme: 'digest' } }]);
    const open = [{ perms: 31, id: { scheme: 'world', id: 'anyone' } }];
    await valueIn(owner.setACL(`${root}/mine`, open, stat.aversion));
    expect(await errorOf(owner.setACL(`${root}/mine`, open, stat.aversion))).toBe('BADVERSION');
    await valueIn(other.sync(root));
    expect(await errorOf(other.getData(`${root}/mine`))).toBe('ok');
  });

  test('credentials go along when the session moves', async () => {
    const { root } = await fresh();
    const owner = opened();
    await valueIn(owner.addAuth('digest', text('user:secret')));
    await valueIn(owner.create(`${root}/mine`, text('x'), { acl: mine }));
    owner.move();
    expect(await errorOf(owner.getData(`${root}/mine`))).toBe('ok');
  });

  test('an unknown scheme -> AUTHFAILED, and the session lives on', async () => {
    const one = opened();
    await valueIn(one.exists('/'));
    const { id } = one;
    expect(await errorOf(one.addAuth('nonsense', text('x')))).toBe('AUTHFAILED');
    await vi.waitFor(async () => expect(await errorOf(one.exists('/'))).toBe('ok'));
    expect(one.id).toBe(id);
  });

  since('whoAmI')('whoAmI names the credentials', async () => {
    const one = opened();
    await valueIn(one.addAuth('digest', text('user:secret')));
    const infos = await valueIn(one.whoAmI());
    expect(infos.map(({ authScheme }) => authScheme).sort()).toEqual(['digest', 'ip']);
    expect(infos).toContainEqual({ authScheme: 'digest', user: 'user' });
  });
}
