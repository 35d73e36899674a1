import { describe, expect, test } from 'vitest';
import type { ModelNode } from '../../../src/ensemble/sim/model-node.ts';
import type { Session } from '../../../src/zookeeper/session.ts';
import { never } from '../../kit/never.ts';
import { type Model, model } from '../../kit/sim-model.ts';

const x = Buffer.from('x');
const ephemeral = { mode: 'ephemeral' } as const;

/** Cuts all clients off the node. */
async function cutOffClients({ ensemble }: Model, node: ModelNode): Promise<void> {
  await ensemble.network.cut(new Map([[node.name, new Set(['clients'])]]), 'client');
}

const isThere = async (session: Session, path: string): Promise<boolean> => {
  await session.sync(path);
  const reply = await session.exists(path);
  return reply.ok && reply.value !== undefined;
};

describe('an ephemeral', () => {
  test('goes when its session is closed', async () => {
    const { session, node } = await model();
    const [owner, other] = [session([node(1)]), session([node(2)])];
    await owner.create('/e', x, ephemeral);
    expect(await isThere(other, '/e')).toBe(true);
    await owner.close();
    expect(await isThere(other, '/e')).toBe(false);
  });

  test('stays for the timeout of a session that is not heard, and goes after it', async () => {
    const world = await model();
    const [owner, other] = [world.session([world.node(1)]), world.session([world.node(2)])];
    await owner.create('/e', x, ephemeral);
    await cutOffClients(world, world.node(1));
    await world.clock.sleep(3_500);
    expect(await isThere(other, '/e')).toBe(true);
    await world.clock.sleep(6_000);
    expect(await isThere(other, '/e')).toBe(false);
  });

  test('stays when the time of day jumps on every node', async () => {
    const world = await model();
    const [owner, other] = [world.session([world.node(1)]), world.session([world.node(2)])];
    await owner.create('/e', x, ephemeral);
    for (const { clock } of world.ensemble.nodes) await clock.set({ offsetMs: 3_600_000, rate: 1 });
    await world.clock.sleep(2_000);
    expect(await isThere(other, '/e')).toBe(true);
  });
});

describe('a session', () => {
  test('moves to another server with its ephemerals when its own dies', async () => {
    const world = await model();
    const leader = await world.leader();
    const [first, second] = world.ensemble.nodes.filter(node => node !== leader);
    if (first === undefined || second === undefined) throw new Error('expected two followers');
    const owner = world.session([first, second]);
    await owner.create('/e', x, ephemeral);
    const id = owner.id;
    await (first.name === owner.node ? first : second).kill();
    await world.clock.sleep(5_000);
    expect(await isThere(owner, '/e')).toBe(true);
    expect(owner.id).toBe(id);
  });

  test('that has written through a server started anew is asked for nothing from before', async () => {
    const world = await model();
    const leader = await world.leader();
    const server = world.ensemble.nodes.find(node => node !== leader);
    if (server === undefined) throw new Error('expected a follower');
    const [owner, other] = [world.session([server]), world.session([leader])];
    await owner.create('/side', x);
    await world.ensemble.network.cut(new Map([[leader.name, new Set([server.name])]]), 'quorum');
    const late = owner.create('/late', x, ephemeral);
    await world.clock.sleep(700);
    await server.kill();
    await world.ensemble.network.heal();
    await server.start();
    expect(await late).toMatchObject({ ok: false, left: true });
    expect(await owner.setData('/side', x, -1)).toMatchObject({ ok: true });
    expect(await isThere(owner, '/late')).toBe(false);
    await world.clock.sleep(3_000);
    expect(await isThere(other, '/late')).toBe(false);
  });

  test('that is over is told so', async () => {
    const world = await model();
    const owner = world.session([world.node(1)]);
    await owner.create('/e', x, ephemeral);
    await cutOffClients(world, world.node(1));
    await world.clock.sleep(15_000);
    await world.ensemble.network.heal();
    await world.clock.sleep(15_000);
    expect(owner.state).toBe('expired');
  });
});

describe('a watch', () => {
  const watching = async (world: Model) => {
    const fired: string[] = [];
    const watcher = world.session([...world.ensemble.nodes], {
      onEvent: event => {
        if (event.kind === 'watch') fired.push(`${event.type} ${event.path}`);
      },
    });
    const writer = world.session([world.node(1)]);
    await writer.create('/w', x);
    await watcher.sync('/w');
    return { fired, watcher, writer };
  };

  test('fires once', async () => {
    const world = await model();
    const { fired, watcher, writer } = await watching(world);
    await watcher.getData('/w', { watch: true });
    await writer.setData('/w', x);
    await writer.setData('/w', x);
    await world.clock.sleep(100);
    expect(fired).toEqual(['NodeDataChanged /w']);
  });

  test('that is persistent and recursive fires for everything below, each time', async () => {
    const world = await model();
    const { fired, watcher, writer } = await watching(world);
    await watcher.addWatch('/w', 'persistent-recursive');
    await writer.create('/w/a', x);
    await writer.setData('/w/a', x);
    await writer.delete('/w/a');
    await world.clock.sleep(100);
    expect(fired).toEqual(['NodeCreated /w/a', 'NodeDataChanged /w/a', 'NodeDeleted /w/a']);
  });

  test('fires for what happened while its client had no connection', async () => {
    const world = await model();
    const { fired, watcher } = await watching(world);
    await watcher.getData('/w', { watch: true });
    const at = world.ensemble.nodes.find(({ name }) => name === watcher.node);
    if (at === undefined) throw new Error('expected a connected watcher');
    await at.kill();
    await at.start();
    await world.session([...world.ensemble.nodes], { operationTimeoutMs: 20_000 }).setData('/w', x);
    await world.clock.sleep(10_000);
    expect(fired).toEqual(['NodeDataChanged /w']);
  });
});

test('a request above the limit ends the connection, and nothing is stored', async () => {
  const world = await model();
  const client = world.session([world.node(1)]);
  await client.create('/a', x);
  expect(await client.setData('/a', Buffer.alloc(2 ** 20))).toMatchObject({ ok: false });
  const other = world.session([world.node(2)]);
  expect(await other.getData('/a')).toMatchObject({ value: { stat: { version: 0 } } });
});

test('srvr says what the node is', async () => {
  const { clock, leader } = await model();
  const { address } = await leader();
  if (address.kind !== 'memory') throw new Error('expected an address in memory');
  const connection = await address.connect(never);
  let answer = '';
  connection.onData(bytes => {
    answer += Buffer.from(bytes).toString();
  });
  connection.write(Buffer.from('srvr'));
  await clock.sleep(100);
  expect(answer).toMatch(/^Mode: leader$/m);
});
