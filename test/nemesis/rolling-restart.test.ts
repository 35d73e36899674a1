import { describe, expect, test } from 'vitest';
import { rollingRestart } from '../../nemesis/rolling-restart.ts';
import type { FaultReport, Nemesis, NodeName } from '../../src/contract.ts';
import { seededRandom } from '../../src/random.ts';
import { type Call, type Fake, fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const BEGIN = 'begin-rolling-restart';
const FINISH = { f: 'finish-rolling-restart', value: null };

interface Stage extends Fake {
  readonly nemesis: Nemesis;
  /** What the nodes were asked for, in order: `stop n1`. */
  readonly asked: readonly string[];
  readonly begin: () => Promise<FaultReport>;
  readonly finish: () => Promise<FaultReport>;
}

/** Three nodes that are restarted in the order n3, n1, n2. */
function stage(toothless: readonly Call[] = []): Stage {
  const fake = fakeEnsemble(3, toothless);
  const asked: string[] = [];
  const nodes = fake.options.ensemble.nodes.map(node => ({
    ...node,
    stop: (signal: AbortSignal) => {
      asked.push(`stop ${node.name}`);
      return node.stop(signal);
    },
    start: (signal: AbortSignal) => {
      asked.push(`start ${node.name}`);
      return node.start(signal);
    },
  }));
  const ensemble = { ...fake.options.ensemble, nodes };
  const nemesis = rollingRestart.create({ ...fake.options, ensemble });
  const order = ['n3', 'n1', 'n2'];
  return {
    ...fake,
    nemesis,
    asked,
    begin: () => nemesis.invoke({ f: BEGIN, value: { order } }, never),
    finish: () => nemesis.invoke(FINISH, never),
  };
}

const restarted = (role: string) => ({ stopped: 'dead', state: 'running', role });

describe('the begin', () => {
  test('stops the first node of the order, and no other', async () => {
    const { begin, asked } = stage();
    expect(await begin()).toEqual({
      verified: true,
      did: { [BEGIN]: ['n3'] },
      seen: { n3: 'dead' },
      on: { nodes: ['n3'] },
    });
    expect(asked).toEqual(['stop n3']);
  });

  test('a process that does not end -> not verified', async () => {
    const { begin } = stage(['stop']);
    expect(await begin()).toMatchObject({ verified: false, seen: { n3: 'running' } });
  });
});

describe('the end', () => {
  test('starts the first, then restarts the others, each when the one before serves', async () => {
    const { begin, finish, asked } = stage();
    await begin();
    expect(await finish()).toEqual({
      verified: true,
      did: { [FINISH.f]: ['n3', 'n1', 'n2'] },
      seen: { n3: restarted('follower'), n1: restarted('leader'), n2: restarted('follower') },
      on: { nodes: ['n3', 'n1', 'n2'] },
    });
    const changes = asked.filter(each => each !== 'stop n3');
    expect(changes).toEqual(['start n3', 'stop n1', 'start n1', 'stop n2', 'start n2']);
  });

  test('a node that does not rejoin ends it: not verified, and no other node is stopped', async () => {
    const { begin, finish, roles, name, options, asked } = stage();
    roles.set(name(1), 'none');
    await begin();
    const beganNs = options.clock.nowNs();
    expect(await finish()).toMatchObject({
      verified: false,
      seen: { n3: restarted('follower'), n1: restarted('none') },
    });
    expect(asked).not.toContain('stop n2');
    expect(asked.at(-1)).toBe('start n1');
    expect((options.clock.nowNs() - beganNs) / 1e6).toBeGreaterThanOrEqual(10_000);
  });

  test('a node that did not end was not restarted -> not verified', async () => {
    const { begin, finish } = stage(['stop']);
    await begin();
    expect(await finish()).toMatchObject({
      verified: false,
      seen: { n3: { stopped: 'running', state: 'running', role: 'follower' } },
    });
  });

  test('without a begin restarts nobody', async () => {
    const { finish, asked } = stage();
    expect(await finish()).toMatchObject({ verified: true, seen: {} });
    expect(asked).toEqual([]);
  });
});

test('teardown starts every node', async () => {
  const { begin, nemesis, states } = stage();
  await begin();
  await nemesis.teardown(never);
  expect([...states.values()]).toEqual(['running', 'running', 'running']);
});

test('every order is drawn, with every node in it once', () => {
  const orders = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const options = { ...fakeEnsemble(3).options, random: seededRandom(seed) };
    const { generator } = rollingRestart.create(options);
    const next = generator.next({
      timeNs: 0,
      free: [{ process: 'nemesis', thread: 'nemesis' }],
      all: [],
    });
    if (next.kind !== 'op') throw new TypeError(`expected an operation, found ${next.kind}`);
    const { order } = next.op.invocation.value as { readonly order: readonly NodeName[] };
    orders.add(order.join(' '));
  }
  expect([...orders].sort()).toEqual([
    ...['n1 n2 n3', 'n1 n3 n2', 'n2 n1 n3', 'n2 n3 n1', 'n3 n1 n2', 'n3 n2 n1'],
  ]);
});
