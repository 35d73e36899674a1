/** The client against the four real versions: each request is understood, and does what it says. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Ensemble, ServerAddress } from '../../src/contract.ts';
import { SHIPPED_VERSIONS } from '../../src/ensemble/profile.ts';
import type { Session } from '../../src/zookeeper/session.ts';
import type { SessionEvent, WatchEvent } from '../../src/zookeeper/session-events.ts';
import { started } from './docker-ensembles.ts';
import { patience } from './ensembles.ts';
import {
  type Capability,
  can,
  errorOf,
  mutable,
  places,
  sessionAt,
  valueIn,
} from './zookeeper-sessions.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const open: Session[] = [];

describe.each(SHIPPED_VERSIONS)('ZooKeeper %s', version => {
  let ensemble: Ensemble;
  let servers: ServerAddress[];
  let session: Session;
  /** A znode of each test's own. */
  let root: string;
  let count = 0;

  const opened = (...args: Parameters<typeof sessionAt>): Session => {
    const one = sessionAt(...args);
    open.push(one);
    return one;
  };
  /** A claim about something that came after 3.4: skipped, by name, where this version lacks it. */
  const since = (capability: Capability): typeof test.skip =>
    can(version, capability) ? test : test.skip;
  const fresh = async (): Promise<void> => {
    root = `/test${count++}`;
    await valueIn(session.create(root, text('')));
  };

  beforeAll(async () => {
    ensemble = await started(version);
    servers = places(ensemble);
    session = opened(servers);
  });
  afterAll(async () => {
    await Promise.all(open.splice(0).map(one => one.close()));
    await ensemble.remove(patience());
  });

  describe('znodes', () => {
    test('a write answers with its own zxid, and its znode carries it', async () => {
      await fresh();
      const created = await session.create(`${root}/a`, text('one'));
      const { stat, data } = await valueIn(session.getData(`${root}/a`));
      expect(created).toMatchObject({ ok: true, value: { path: `${root}/a` }, zxid: stat.czxid });
      expect(new TextDecoder().decode(data)).toBe('one');
      const set = await session.setData(`${root}/a`, text('two!'), 0);
      expect(set).toMatchObject({ ok: true, value: { version: 1, dataLength: 4 } });
      expect(set.ok && set.value.mzxid).toBe(set.zxid);
      expect(await errorOf(session.delete(`${root}/a`, 0))).toBe('BADVERSION');
      expect(await errorOf(session.delete(`${root}/a`, 1))).toBe('ok');
      expect(await valueIn(session.exists(`${root}/a`))).toBeUndefined();
    });

    test('a refused write has a zxid of its own', async () => {
      await fresh();
      const replies = await Promise.all([
        session.setData(root, text('x'), 0),
        session.setData(root, text('x'), 0),
        session.setData(root, text('x'), 1),
      ]);
      expect(replies.map(reply => reply.ok)).toEqual([true, false, true]);
      const [first = 0n, refused = 0n, last = 0n] = replies.map(reply => reply.zxid ?? 0n);
      expect([refused > first, last > refused]).toEqual([true, true]);
    });

    test.each([
      ['NODEEXISTS', (at: string) => session.create(at, text(''))],
      ['NOTEMPTY', (at: string) => session.delete(at)],
      ['NONODE', (at: string) => session.create(`${at}/none/b`, text(''))],
      ['NONODE', (at: string) => session.getData(`${at}/none`)],
      ['BADARGUMENTS', (at: string) => session.create(`${at}/..`, text(''))],
      ['INVALIDACL', (at: string) => session.create(`${at}/b`, text(''), { acl: [] })],
    ])('%s', async (name, misuse) => {
      await fresh();
      await valueIn(session.create(`${root}/child`, text('')));
      expect(await errorOf(misuse(root))).toBe(name);
    });

    test('sequential names grow in the order of their commits', async () => {
      await fresh();
      const replies = await Promise.all(
        Array.from({ length: 20 }, () =>
          session.create(`${root}/s-`, text(''), { mode: 'persistent-sequential' }),
        ),
      );
      const names = replies.map(reply => reply.ok && reply.value.path);
      expect(names).toEqual(
        Array.from({ length: 20 }, (_, i) => `${root}/s-${String(i).padStart(10, '0')}`),
      );
    });

    test('an ephemeral belongs to its session and goes with it', async () => {
      await fresh();
      const owner = opened(servers);
      await valueIn(owner.create(`${root}/e`, text(''), { mode: 'ephemeral' }));
      const stat = await valueIn(owner.exists(`${root}/e`));
      expect(stat?.ephemeralOwner).toBe(owner.id);
      expect(await errorOf(owner.create(`${root}/e/x`, text('')))).toBe('NOCHILDRENFOREPHEMERALS');
      await owner.close();
      await valueIn(session.sync(root));
      expect(await valueIn(session.exists(`${root}/e`))).toBeUndefined();
    });

    since('create2')('create2 gives the stat as well', async () => {
      await fresh();
      const reply = await session.create(`${root}/a`, text('abc'), { stat: true });
      expect(reply).toMatchObject({ ok: true, value: { stat: { dataLength: 3, version: 0 } } });
      expect(reply.ok && reply.value.stat?.czxid).toBe(reply.zxid);
    });

    since('containers')('a container answers with its stat', async () => {
      await fresh();
      const reply = await session.create(`${root}/c`, text(''), { mode: 'container' });
      expect(reply).toMatchObject({ ok: true, value: { stat: { czxid: reply.zxid } } });
    });

    since('ttl')('a znode with a time to live answers with its stat', async () => {
      await fresh();
      const options = { mode: 'persistent-sequential-ttl', ttlMs: 60_000 } as const;
      const reply = await session.create(`${root}/t-`, text(''), options);
      expect(reply).toMatchObject({
        ok: true,
        value: { path: `${root}/t-0000000000`, stat: { czxid: reply.zxid } },
      });
    });

    test('children, with and without the stat', async () => {
      await fresh();
      for (const name of ['a', 'b']) await valueIn(session.create(`${root}/${name}`, text('')));
      const names = await valueIn(session.getChildren(root));
      expect([...names].sort()).toEqual(['a', 'b']);
      const { children, stat } = await valueIn(session.getChildren2(root));
      expect([children.length, stat.numChildren, stat.cversion]).toEqual([2, 2, 2]);
    });

    since('getAllChildrenNumber')('descendants are counted', async () => {
      await fresh();
      await valueIn(session.create(`${root}/a`, text('')));
      await valueIn(session.create(`${root}/a/b`, text('')));
      expect(await valueIn(session.getAllChildrenNumber(root))).toBe(2);
    });

    since('getEphemerals')("a session's ephemerals are listed", async () => {
      await fresh();
      await valueIn(session.create(`${root}/e`, text(''), { mode: 'ephemeral' }));
      expect(await valueIn(session.getEphemerals(root))).toEqual([`${root}/e`]);
    });

    test('1 MB of data, less its frame, goes and comes back', async () => {
      await fresh();
      const data = new Uint8Array(1_000_000).map((_, i) => i % 251);
      await valueIn(session.setData(root, data));
      const found = await valueIn(session.getData(root));
      expect(Buffer.compare(found.data, data)).toBe(0);
    });
  });

  describe('multi', () => {
    test('all of it happens, in one transaction', async () => {
      await fresh();
      const reply = await session.multi([
        { op: 'check', path: root, version: 0 },
        { op: 'create', path: `${root}/a`, data: text('') },
        { op: 'setData', path: root, data: text('x'), version: 0 },
        { op: 'delete', path: `${root}/a` },
      ]);
      expect(reply).toMatchObject({
        ok: true,
        value: [
          { ok: true, op: 'check' },
          { ok: true, op: 'create', path: `${root}/a` },
          { ok: true, op: 'setData', stat: { version: 1, cversion: 1 } },
          { ok: true, op: 'delete' },
        ],
      });
      const stat = await valueIn(session.exists(root));
      expect([stat?.mzxid, stat?.pzxid]).toEqual([reply.zxid, reply.zxid]);
    });

    test('or nothing of it, and the part at fault is named', async () => {
      await fresh();
      const reply = await session.multi([
        { op: 'create', path: `${root}/a`, data: text('') },
        { op: 'check', path: root, version: 7 },
        { op: 'delete', path: root },
      ]);
      expect(reply).toMatchObject({
        ok: false,
        error: { name: 'BADVERSION', definite: true },
        parts: ['OK', 'BADVERSION', 'RUNTIMEINCONSISTENCY'].map(name => ({ error: { name } })),
      });
      expect(await valueIn(session.exists(`${root}/a`))).toBeUndefined();
    });

    since('ttl')('creates of every kind', async () => {
      await fresh();
      const data = text('');
      const reply = await session.multi([
        { op: 'create', path: `${root}/a`, data },
        { op: 'create', path: `${root}/b`, data, options: { mode: 'container' } },
        { op: 'create', path: `${root}/c`, data, options: { mode: 'persistent-ttl', ttlMs: 9 } },
        { op: 'create', path: `${root}/d-`, data, options: { mode: 'ephemeral-sequential' } },
      ]);
      expect(reply).toMatchObject({
        ok: true,
        value: [
          { path: `${root}/a` },
          { path: `${root}/b`, stat: { czxid: reply.zxid } },
          { path: `${root}/c`, stat: { czxid: reply.zxid } },
          { path: `${root}/d-0000000003` },
        ],
      });
    });

    since('create2InMulti')('a create in a multi gives the stat as well', async () => {
      await fresh();
      const part = { op: 'create', path: `${root}/a`, data: text('') } as const;
      const reply = await session.multi([{ ...part, options: { stat: true } }]);
      expect(reply).toMatchObject({ ok: true, value: [{ stat: { czxid: reply.zxid } }] });
    });

    since('multiRead')('multiRead answers each part for itself', async () => {
      await fresh();
      await valueIn(session.create(`${root}/a`, text('x')));
      const reply = await session.multiRead([
        { op: 'getData', path: `${root}/a` },
        { op: 'getData', path: `${root}/none` },
        { op: 'getChildren', path: root },
      ]);
      expect(reply).toMatchObject({
        ok: true,
        value: [
          { ok: true, data: text('x') },
          { ok: false, error: { name: 'NONODE' } },
          { ok: true, children: ['a'] },
        ],
      });
    });
  });

  describe('access', () => {
    const mine = [{ perms: 31, id: { scheme: 'auth', id: '' } }];

    test('a znode of one user is closed to others, until its ACL says otherwise', async () => {
      await fresh();
      const [owner, other] = [opened(servers), opened(servers)];
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
      await fresh();
      const owner = opened(servers);
      await valueIn(owner.addAuth('digest', text('user:secret')));
      await valueIn(owner.create(`${root}/mine`, text('x'), { acl: mine }));
      owner.move();
      expect(await errorOf(owner.getData(`${root}/mine`))).toBe('ok');
    });

    test('an unknown scheme -> AUTHFAILED, and the session lives on', async () => {
      const one = opened(servers);
      await valueIn(one.exists('/'));
      const { id } = one;
      expect(await errorOf(one.addAuth('nonsense', text('x')))).toBe('AUTHFAILED');
      await vi.waitFor(async () => expect(await errorOf(one.exists('/'))).toBe('ok'));
      expect(one.id).toBe(id);
    });

    since('whoAmI')('whoAmI names the credentials', async () => {
      const one = opened(servers);
      await valueIn(one.addAuth('digest', text('user:secret')));
      const infos = await valueIn(one.whoAmI());
      expect(infos.map(({ authScheme }) => authScheme).sort()).toEqual(['digest', 'ip']);
      expect(infos).toContainEqual({ authScheme: 'digest', user: 'user' });
    });
  });

  describe('watches', () => {
    let events: (WatchEvent | SessionEvent)[];
    let watcher: Session;
    const fired = (): string[] =>
      events.flatMap(event => (event.kind === 'watch' ? [`${event.type} ${event.path}`] : []));
    const watching = async (): Promise<void> => {
      await fresh();
      events = [];
      watcher = opened(servers, { onEvent: event => events.push(event) });
    };
    const change = async (path: string): Promise<void> => {
      await valueIn(session.setData(path, text('new')));
      await valueIn(watcher.sync(path));
    };

    test('fire once each: data, existence, children', async () => {
      await watching();
      await valueIn(watcher.getData(root, { watch: true }));
      await valueIn(watcher.exists(`${root}/a`, { watch: true }));
      await valueIn(watcher.getChildren2(root, { watch: true }));
      await change(root);
      await valueIn(session.create(`${root}/a`, text('')));
      await change(root);
      expect(fired().sort()).toEqual([
        `NodeChildrenChanged ${root}`,
        `NodeCreated ${root}/a`,
        `NodeDataChanged ${root}`,
      ]);
    });

    since('zxidOfEvents')('an event carries the zxid of its change', async () => {
      await watching();
      await valueIn(watcher.exists(root, { watch: true }));
      const { zxid } = await session.setData(root, text('new'));
      await valueIn(watcher.sync(root));
      expect(events.at(-1)).toMatchObject({ type: 'NodeDataChanged', zxid });
    });

    test('are set again when the session moves: what changed meanwhile fires at once', async () => {
      await watching();
      await valueIn(watcher.getData(root, { watch: true }));
      watcher.move();
      await valueIn(session.setData(root, text('new')));
      await valueIn(watcher.sync(root));
      await vi.waitFor(() => expect(fired()).toEqual([`NodeDataChanged ${root}`]));
    });

    since('persistentWatches')('persistent ones fire every time', async () => {
      await watching();
      await valueIn(watcher.addWatch(root, 'persistent'));
      await change(root);
      await change(root);
      expect(fired()).toEqual(Array(2).fill(`NodeDataChanged ${root}`));
    });

    since('persistentWatches')('recursive ones fire below, also after a move', async () => {
      await watching();
      await valueIn(session.create(`${root}/a`, text('')));
      await valueIn(watcher.sync(root));
      await valueIn(watcher.addWatch(root, 'persistent-recursive'));
      await change(`${root}/a`);
      watcher.move();
      await valueIn(watcher.sync(root));
      await change(`${root}/a`);
      expect(fired()).toEqual(Array(2).fill(`NodeDataChanged ${root}/a`));
    });

    since('removeWatches')('removed ones do not fire', async () => {
      await watching();
      await valueIn(watcher.getData(root, { watch: true }));
      expect(await errorOf(watcher.checkWatches(root, 'data'))).toBe('ok');
      expect(await errorOf(watcher.checkWatches(root, 'children'))).toBe('NOWATCHER');
      expect(await errorOf(watcher.removeWatches(root, 'data'))).toBe('ok');
      expect(await errorOf(watcher.removeWatches(root, 'data'))).toBe('NOWATCHER');
      await change(root);
      expect(fired()).toEqual([]);
    });
  });

  describe('sessions', () => {
    test('1000 operations in flight are answered in order', async () => {
      await fresh();
      const writes = Array.from({ length: 1000 }, (_, i) =>
        session.setData(root, text(String(i)), i),
      );
      const replies = await Promise.all(writes);
      expect(replies.filter(reply => !reply.ok)).toEqual([]);
      const zxids = replies.map(reply => reply.zxid ?? 0n);
      expect(zxids.every((zxid, i) => i === 0 || zxid > (zxids[i - 1] ?? 0n))).toBe(true);
    });

    test('a session moves from server to server with its ephemerals', async () => {
      await fresh();
      const roaming = opened(servers);
      await valueIn(roaming.create(`${root}/e`, text(''), { mode: 'ephemeral' }));
      const { id } = roaming;
      for (const server of servers) {
        // A server that lags behind what the session has seen refuses it, rightly: ask again.
        await vi.waitFor(
          async () => {
            roaming.move(server);
            const reply = await roaming.exists(`${root}/e`);
            expect(reply).toMatchObject({ ok: true, node: server.node, session: id });
            expect(reply.ok && reply.value?.ephemeralOwner).toBe(id);
          },
          { timeout: 15_000, interval: 200 },
        );
      }
    });

    test('a session that is silent too long expires, and its ephemerals go', async () => {
      await fresh();
      const lines = servers.slice(0, 1).map(mutable);
      const events: (WatchEvent | SessionEvent)[] = [];
      const silent = opened(
        lines.map(line => line.place),
        {
          sessionTimeoutMs: 1000,
          onEvent: event => events.push(event),
        },
      );
      await valueIn(silent.create(`${root}/e`, text(''), { mode: 'ephemeral' }));
      for (const line of lines) line.mute();
      const lost = silent.setData(root, text('lost'));
      await vi.waitFor(
        async () => expect(await valueIn(session.exists(`${root}/e`))).toBeUndefined(),
        { timeout: 15_000, interval: 200 },
      );
      expect(await lost).toMatchObject({ error: { name: 'CONNECTIONLOSS' }, left: true });
      for (const line of lines) line.unmute();
      await vi.waitFor(() => expect(silent.state).toBe('expired'), { timeout: 15_000 });
      expect(events.at(-1)).toMatchObject({ kind: 'session', state: 'expired' });
    });

    test('the server decides how long a session may be silent', async () => {
      const eager = opened(servers, { sessionTimeoutMs: 1 });
      await valueIn(eager.exists('/'));
      expect(eager.timeoutMs).toBe(1000);
    });
  });

  if (!can(version, 'persistentWatches')) {
    test('a request that came later -> UNIMPLEMENTED, and the session lives on', async () => {
      const one = opened(servers);
      await valueIn(one.exists('/'));
      const { id } = one;
      expect(await errorOf(one.addWatch('/', 'persistent'))).toBe('UNIMPLEMENTED');
      await vi.waitFor(async () => expect(await errorOf(one.exists('/'))).toBe('ok'));
      expect(one.id).toBe(id);
    });
  } else {
    test('a reconfiguration is refused where none is allowed', async () => {
      const refused = session.reconfig({ leaving: '3' });
      expect(await errorOf(refused)).toBe('RECONFIGDISABLED');
    });
  }
});
