import { describe, expect, test } from 'vitest';
import type { Ports } from '../../../src/contract.ts';
import { never } from '../../kit/never.ts';
import { alone, model } from '../../kit/sim-model.ts';

const x = Buffer.from('x');

describe('an acknowledged write', () => {
  test('is on every server after a sync', async () => {
    const { session, ensemble } = await model({ voters: 3, observers: 1 });
    expect(await session([...ensemble.nodes]).create('/a', x)).toMatchObject({ ok: true });
    for (const node of ensemble.nodes) {
      const other = session([node]);
      await other.sync('/a');
      expect(await other.getData('/a')).toMatchObject({
        ok: true,
        value: { data: new Uint8Array(x) },
      });
    }
  });

  test('survives the death of its leader', async () => {
    const world = await model();
    const leader = await world.leader();
    await world.session([leader]).create('/a', x);
    await leader.kill();
    const left = world.ensemble.nodes.filter(node => node !== leader);
    const client = world.session(left, { operationTimeoutMs: 20_000 });
    expect(await client.setData('/a', x)).toMatchObject({ ok: true, value: { version: 1 } });
  });

  test.each(['kill', 'losePower'] as const)('survives %s of all servers', async end => {
    const { session, ensemble } = await model();
    await session([...ensemble.nodes]).create('/a', x);
    for (const node of ensemble.nodes) await node[end]();
    for (const node of ensemble.nodes) await node.start();
    await ensemble.whenServing(never);
    expect(await session([...ensemble.nodes]).getData('/a')).toMatchObject({ ok: true });
  });
});

describe('a leader that is cut off', () => {
  test('acknowledges nothing, and what it had proposed is taken back when it rejoins', async () => {
    const world = await model();
    const leader = await world.leader();
    const old = world.session([leader]);
    await old.create('/a', x);
    await alone(leader, world);
    expect(await old.setData('/a', Buffer.from('lost'))).toMatchObject({ ok: false, left: true });
    const rest = world.ensemble.nodes.filter(node => node !== leader);
    const client = world.session(rest, { operationTimeoutMs: 20_000 });
    expect(await client.setData('/a', Buffer.from('kept'))).toMatchObject({ ok: true });
    await world.ensemble.network.heal();
    await world.ensemble.whenServing(never);
    const again = world.session([leader]);
    expect(await again.getData('/a')).toMatchObject({
      ok: true,
      value: { data: new Uint8Array(Buffer.from('kept')), stat: { version: 1 } },
    });
    const joins = world.ensemble.nodes.flatMap(({ log }) =>
      log.filter(line => line.includes('truncate')),
    );
    expect(joins).toHaveLength(1);
  });
});

describe('a server that was away', () => {
  test.each([
    ['for a few changes is told them', 3, 'diff'],
    ['for more than the others keep gets a snapshot', 3_000, 'snapshot'],
  ])('%s', async (_, changes, plan) => {
    const world = await model();
    const leader = await world.leader();
    const away = world.ensemble.nodes.find(node => node !== leader) ?? leader;
    await away.kill();
    const client = world.session([leader]);
    await client.create('/a', x);
    for (let at = 0; at < changes; at++) await client.setData('/a', x);
    await away.start();
    await world.ensemble.whenServing(never);
    expect(leader.log.at(-1)).toContain(`${away.name} joins`);
    expect(leader.log.at(-1)).toContain(plan);
    expect(await world.session([away]).getData('/a')).toMatchObject({
      value: { stat: { version: changes } },
    });
  });
});

describe('a follower that is cut off from its leader', () => {
  const cutOff = async (ports: Ports) => {
    const world = await model();
    const leader = await world.leader();
    const follower = world.ensemble.nodes.find(node => node !== leader) ?? leader;
    const others = world.ensemble.nodes.filter(node => node !== follower).map(({ name }) => name);
    await world.ensemble.network.cut(new Map([[follower.name, new Set(others)]]), ports);
    await world.clock.sleep(15_000);
    return follower.role();
  };

  test('on the sync port serves no more', async () => expect(await cutOff('sync')).toBe('none'));
  test('on the election port follows on', async () =>
    expect(await cutOff('election')).toBe('follower'));
});

test('the last transaction of a node that runs can be asked for', async () => {
  const world = await model();
  const [first] = world.ensemble.nodes;
  const before = (await first?.lastZxid()) ?? 0n;
  await world.session(world.ensemble.nodes.slice(0, 1)).create('/a', x);
  expect(await first?.lastZxid()).toBeGreaterThan(before);
  await first?.kill();
  expect(await first?.lastZxid()).toBeUndefined();
});

describe('a minority', () => {
  test('elects nobody', async () => {
    const world = await model({ voters: 5 });
    for (const number of [3, 4, 5]) await world.node(number).kill();
    await world.clock.sleep(30_000);
    expect([...(await world.ensemble.roles()).values()]).toEqual(Array(5).fill('none'));
  });

  test('of voters does not become a majority by observers', async () => {
    const world = await model({ voters: 3, observers: 3 });
    for (const number of [2, 3]) await world.node(number).kill();
    await world.clock.sleep(30_000);
    expect([...(await world.ensemble.roles()).values()]).toEqual(Array(6).fill('none'));
  });
});

test('a paused leader is replaced, and follows when it resumes', async () => {
  const world = await model();
  const leader = await world.leader();
  await leader.pause();
  await world.clock.sleep(10_000);
  const successor = await world.leader();
  expect(successor).not.toBe(leader);
  await leader.resume();
  await world.clock.sleep(10_000);
  expect(await leader.role()).toBe('follower');
});
