import { describe, expect, test } from 'vitest';
import { storeGrudge } from '../../nemesis/grudge.ts';
import { partition } from '../../nemesis/partition.ts';
import { planPartition } from '../../nemesis/partition-plan.ts';
import type { Ports } from '../../src/contract.ts';
import { nemesis as forNemesis, simulate } from '../../src/generator/index.ts';
import { seededRandom } from '../../src/random.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const alone = { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] };
const start = (value: unknown) => ({ f: 'start-partition', value });
const stop = { f: 'stop-partition', value: null };
const one = start({ shape: 'one', ports: 'all', grudge: alone });

describe('start-partition', () => {
  test('probes that reached before and do not during -> verified', async () => {
    const report = await partition.create(fakeEnsemble(3).options).invoke(one, never);
    expect(report).toEqual({
      verified: true,
      did: { shape: 'one', ports: 'all', grudge: alone },
      on: { nodes: ['n2', 'n1', 'n3'] },
      seen: {
        probes: {
          'n2->n1': { before: true, during: false },
          'n1->n2': { before: true, during: false },
          'n1->n3': { before: true, during: false },
        },
        dropped: { n1: 6, n2: 3, n3: 3 },
      },
    });
  });

  test('probes that still get through -> not verified', async () => {
    const report = await partition.create(fakeEnsemble(3, ['cut']).options).invoke(one, never);
    expect(report).toMatchObject({
      verified: false,
      seen: { probes: { 'n2->n1': { before: true, during: true } } },
    });
  });

  test('a dead node is shown to be cut by the packets it drops', async () => {
    const fake = fakeEnsemble(3);
    fake.states.set(fake.name(1), 'dead');
    const report = await partition.create(fake.options).invoke(one, never);
    expect(report).toMatchObject({
      verified: true,
      seen: { probes: { 'n2->n1': { before: false, during: false } }, dropped: { n1: 6 } },
    });
  });

  test('a dead node that drops nothing -> not verified', async () => {
    const fake = fakeEnsemble(3, ['cut']);
    for (const name of fake.names) fake.states.set(name, 'dead');
    expect(await partition.create(fake.options).invoke(one, never)).toMatchObject({
      verified: false,
    });
  });

  test('a cut from the clients shows in the packets dropped', async () => {
    const value = { shape: 'one', ports: 'client', grudge: { n2: ['clients'] } };
    const report = await partition.create(fakeEnsemble(3).options).invoke(start(value), never);
    expect(report).toMatchObject({ verified: true, seen: { probes: {}, dropped: { n2: 3 } } });
  });

  test('the leader is cut off, whoever it is', async () => {
    const fake = fakeEnsemble(3);
    fake.roles.set(fake.name(1), 'follower').set(fake.name(2), 'leader');
    const nemesis = partition.create(fake.options);
    const report = await nemesis.invoke(start({ shape: 'leader', ports: 'all' }), never);
    expect(report.verified).toBe(true);
    expect(storeGrudge(fake.cut())).toEqual({ n2: ['n1', 'n3'], n1: ['n2'], n3: ['n2'] });
  });

  test('nobody leads -> another node is cut off', async () => {
    const fake = fakeEnsemble(3);
    for (const name of fake.names) fake.roles.set(name, 'none');
    const nemesis = partition.create(fake.options);
    const report = await nemesis.invoke(start({ shape: 'leader', ports: 'all' }), never);
    expect(report.verified).toBe(true);
    expect([...fake.cut().values()].map(({ size }) => size).sort()).toEqual([1, 1, 2]);
  });
});

describe('stop-partition', () => {
  test('all probes get through and nothing is dropped -> verified', async () => {
    const nemesis = partition.create(fakeEnsemble(3).options);
    await nemesis.invoke(one, never);
    expect(await nemesis.invoke(stop, never)).toMatchObject({
      verified: true,
      seen: { probes: { 'n2->n1': true, 'n1->n3': true }, dropped: { n1: 0 } },
    });
  });

  test('a network that stays cut -> not verified', async () => {
    const nemesis = partition.create(fakeEnsemble(3, ['heal']).options);
    await nemesis.invoke(one, never);
    expect(await nemesis.invoke(stop, never)).toMatchObject({ verified: false });
  });

  test('a node that died meanwhile need not answer probes', async () => {
    const fake = fakeEnsemble(3);
    const nemesis = partition.create(fake.options);
    await nemesis.invoke(one, never);
    fake.states.set(fake.name(1), 'dead');
    expect(await nemesis.invoke(stop, never)).toMatchObject({
      verified: true,
      seen: { probes: { 'n2->n1': false, 'n1->n2': true } },
    });
  });

  test('teardown heals', async () => {
    const fake = fakeEnsemble(3);
    const nemesis = partition.create(fake.options);
    await nemesis.invoke(one, never);
    await nemesis.teardown(never);
    expect(fake.cut().size).toBe(0);
  });
});

test('a seed plans every shape, and ports only as the target can cut them', () => {
  const { names } = fakeEnsemble(5);
  const random = seededRandom(3);
  const plans = Array.from({ length: 200 }, () =>
    planPartition({ nodes: names, ports: ['all', 'client'] }, random),
  );
  expect(new Set(plans.map(plan => plan.shape))).toEqual(
    new Set(['one', 'halves', 'majorities-ring', 'bridge', 'one-way', 'leader']),
  );
  expect(new Set(plans.map(plan => plan.ports))).toEqual(new Set(['all', 'client']));
  const cutFromClients = plans.filter(plan => plan.ports === 'client' && plan.shape !== 'leader');
  expect(
    new Set(
      cutFromClients.flatMap(plan => ('grudge' in plan ? Object.values(plan.grudge).flat() : [])),
    ),
  ).toEqual(new Set(['clients']));
});

test('where a majority is to survive, a cut among servers leaves one node alone', () => {
  const { names } = fakeEnsemble(5);
  const random = seededRandom(3);
  const plans = Array.from({ length: 50 }, () =>
    planPartition({ nodes: names, ports: ['all', 'quorum'], atMost: 2 }, random),
  );
  expect(new Set(plans.map(plan => plan.shape))).toEqual(new Set(['one', 'leader']));
});

describe('an aimed partition', () => {
  const { names } = fakeEnsemble(5);
  const plan = (shape: readonly string[], ports: Ports) =>
    planPartition({ nodes: names, ports: [ports], shape }, seededRandom(2));

  test('a shape and ports', () =>
    expect(plan(['halves'], 'sync')).toMatchObject({ shape: 'halves', ports: 'sync' }));
  test('nodes apart from all others', () =>
    expect(plan(['n1', 'n2'], 'all')).toMatchObject({
      shape: 'named',
      grudge: { n1: ['n3', 'n4', 'n5'], n2: ['n3', 'n4', 'n5'], n5: ['n1', 'n2'] },
    }));
  test('nodes apart from the clients', () =>
    expect(plan(['n3'], 'client')).toMatchObject({ grudge: { n3: ['clients'] } }));
  test('followers are looked up when the cut is made', async () => {
    const fake = fakeEnsemble(3);
    const strike = start(plan(['followers'], 'election'));
    expect(await partition.create(fake.options).invoke(strike, never)).toMatchObject({
      verified: true,
      did: { ports: 'election', grudge: { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] } },
    });
  });
  test('a cut of the sync port is probed on that port', async () => {
    const fake = fakeEnsemble(3);
    await partition.create(fake.options).invoke(start(plan(['n1'], 'sync')), never);
    expect(fake.probed).toEqual(new Set(['sync']));
  });
  test('an aim is what the schedule strikes with', () => {
    const aim = new Map([
      ['shape', ['n2']],
      ['ports', ['election']],
    ]);
    const { generator } = partition.create({ ...fakeEnsemble(3).options, aim });
    const imagine = () => ({ latencyNs: 1e6, type: 'ok', value: null }) as const;
    const [first] = simulate(forNemesis(generator), { threads: 1, limit: 2, imagine });
    expect(first).toMatchObject({ value: { shape: 'named', ports: 'election' } });
  });
});
