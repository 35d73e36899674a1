/** What servers of the model answer clients whom a list keeps out, and clients that come with another's session. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Acl } from '../../../src/zookeeper/data-records.ts';
import { outcomeOf, type Reply } from '../../../src/zookeeper/outcome.ts';
import type { Session } from '../../../src/zookeeper/session.ts';
import { type Model, model } from '../../kit/sim-model.ts';

const x = Buffer.from('x');
const ANN = Buffer.from('ann:secret');
const ANN_ID = `ann:${createHash('sha1').update(ANN).digest('base64')}`;
const annOnly: readonly Acl[] = [{ perms: 31, id: { scheme: 'digest', id: ANN_ID } }];

/** `OK`, or the name of the error. */
const answerTo = async (reply: Promise<Reply<unknown>>): Promise<string> => {
  const outcome = outcomeOf(await reply, 'read', null);
  return outcome.type === 'ok' ? 'OK' : outcome.error.name;
};

interface Users {
  readonly world: Model;
  readonly ann: Session;
  readonly other: Session;
  readonly fired: string[];
}

/** /a belongs to ann; /a/b is everybody's. */
async function users(): Promise<Users> {
  const world = await model();
  const fired: string[] = [];
  const ann = world.session([world.node(1)]);
  const other = world.session([world.node(1)], {
    onEvent: event => {
      if (event.kind === 'watch') fired.push(`${event.type} ${event.path}`);
    },
  });
  await ann.addAuth('digest', ANN);
  await ann.create('/a', x);
  await ann.create('/a/b', x);
  await ann.setACL('/a', annOnly);
  await other.sync('/a');
  return { world, ann, other, fired };
}

describe('a znode that its list hides', () => {
  test.each([
    ['exists', (session: Session) => session.exists('/a')],
    ['getData', (session: Session) => session.getData('/a')],
    ['getChildren', (session: Session) => session.getChildren('/a')],
    ['getChildren2', (session: Session) => session.getChildren2('/a')],
    ['getACL', (session: Session) => session.getACL('/a')],
    ['getAllChildrenNumber', (session: Session) => session.getAllChildrenNumber('/a')],
  ])('%s is refused, and granted to its owner', async (_, read) => {
    const { ann, other } = await users();
    expect(await answerTo(read(other))).toBe('NOAUTH');
    expect(await answerTo(read(ann))).toBe('OK');
  });

  test('a client that may read, but not administer, sees no digests', async () => {
    const { ann, other } = await users();
    const world = { perms: 1, id: { scheme: 'world', id: 'anyone' } };
    await ann.setACL('/a', [...annOnly, world]);
    await other.sync('/a');
    const hidden = [{ perms: 31, id: { scheme: 'digest', id: 'ann:x' } }, world];
    expect(await other.getACL('/a')).toMatchObject({ value: { acl: hidden } });
    expect(await ann.getACL('/a')).toMatchObject({ value: { acl: [...annOnly, world] } });
  });

  test('its events reach only clients that may read it', async () => {
    const { world, ann, other, fired } = await users();
    await other.addWatch('/a', 'persistent-recursive');
    await ann.setData('/a', x);
    await ann.setData('/a/b', x);
    await world.clock.sleep(100);
    expect(fired).toEqual(['NodeDataChanged /a/b']);
  });
});

test('a stat at a path with a null character is refused', async () => {
  const { other } = await users();
  expect(await answerTo(other.exists('/a\0'))).toBe('BADARGUMENTS');
  expect(await answerTo(other.getData('/a\0'))).toBe('NONODE');
});

describe('credentials', () => {
  test('of a digest are taken with and without a password, each once', async () => {
    const { other } = await users();
    for (const auth of ['bob', 'bob', 'ann:secret'])
      expect(await answerTo(other.addAuth('digest', Buffer.from(auth)))).toBe('OK');
    expect(await other.whoAmI()).toMatchObject({
      value: [
        { authScheme: 'ip', user: '127.0.0.1' },
        { authScheme: 'digest', user: 'bob' },
        { authScheme: 'digest', user: 'ann' },
      ],
    });
  });

  test('of an unknown scheme are refused, and the connection ends; the session goes on', async () => {
    const { world, other } = await users();
    await other.create('/mine', x, { mode: 'ephemeral' });
    const { id } = other;
    expect(await answerTo(other.addAuth('none', ANN))).toBe('AUTHFAILED');
    await world.clock.sleep(500);
    expect(await answerTo(other.exists('/mine'))).toBe('OK');
    expect(other.id).toBe(id);
  });
});

describe('removal of watches', () => {
  test('of one kind leaves the others', async () => {
    const { world, ann, other, fired } = await users();
    await other.addWatch('/a/b', 'persistent');
    await other.getData('/a/b', { watch: true });
    expect(await answerTo(other.checkWatches('/a/b', 'persistent-recursive'))).toBe('NOWATCHER');
    expect(await answerTo(other.removeWatches('/a/b', 'persistent'))).toBe('OK');
    expect(await answerTo(other.checkWatches('/a/b', 'persistent'))).toBe('NOWATCHER');
    await ann.setData('/a/b', x);
    await ann.setData('/a/b', x);
    await world.clock.sleep(100);
    expect(fired).toEqual(['NodeDataChanged /a/b']);
  });
});

describe('a session that its client abandons', () => {
  const abandoned = async () => {
    const world = await model();
    const [owner, other] = [world.session([world.node(1)]), world.session([world.node(2)])];
    await owner.create('/e', x, { mode: 'ephemeral' });
    const { id, password, lastZxid } = owner;
    owner.abandon();
    return { world, owner, other, resume: { id, password, lastZxid } };
  };

  test('keeps its ephemerals for its timeout, and then loses them', async () => {
    const { world, other, owner } = await abandoned();
    expect(owner.state).toBe('closed');
    await world.clock.sleep(3_000);
    await other.sync('/e');
    expect(await other.exists('/e')).toMatchObject({ value: { version: 0 } });
    await world.clock.sleep(6_000);
    await other.sync('/e');
    expect(await other.exists('/e')).toMatchObject({ value: undefined });
  });

  test('is taken over by whoever has its password', async () => {
    const { world, resume } = await abandoned();
    const heir = world.session([world.node(3)], { resume });
    expect(await answerTo(heir.delete('/e'))).toBe('OK');
    expect(heir.id).toBe(resume.id);
  });

  test('is refused to a client with a wrong password, and goes on', async () => {
    const { world, resume } = await abandoned();
    const wrong = { ...resume, password: new Uint8Array(16).fill(7) };
    const impostor = world.session([world.node(1)], { resume: wrong });
    expect(await answerTo(impostor.delete('/e'))).toBe('SESSIONEXPIRED');
    const heir = world.session([world.node(1)], { resume });
    expect(await answerTo(heir.delete('/e'))).toBe('OK');
  });

  test('cannot be taken over once it has expired', async () => {
    const { world, resume } = await abandoned();
    await world.clock.sleep(9_000);
    const heir = world.session([world.node(2)], { resume });
    expect(await answerTo(heir.delete('/e'))).toBe('SESSIONEXPIRED');
  });
});

describe('createTTL', () => {
  test.each([0, -1, 2 ** 40])('refuses a time to live of %d ms', async ttlMs => {
    const { other } = await users();
    const options = { mode: 'persistent-ttl', ttlMs } as const;
    expect(await answerTo(other.create('/t', x, options))).toBe('BADARGUMENTS');
  });
});
