import { describe, expect, test } from 'vitest';
import { isRefusal, parseAim } from '../../nemesis/aim.ts';
import { memory } from '../../nemesis/memory.ts';
import { nemesis as forNemesis, simulate } from '../../src/generator/index.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const start = {
  f: 'start-memory',
  value: { who: { who: 'named', nodes: ['n2'] }, trouble: { spareKb: 512 } },
};
const stop = { f: 'stop-memory', value: null };

/** Nodes whose kernel counts `times` that a limited server waits for a page. */
function squeezable(times: number) {
  const fake = fakeEnsemble(3);
  const spares = new Map<string, number>();
  const nodes = fake.options.ensemble.nodes.map(node => ({
    ...node,
    memory: {
      squeeze: async (spareBytes: number) => void spares.set(node.name, spareBytes),
      free: async () => void spares.delete(node.name),
      pressed: async () => (spares.has(node.name) ? times : 0),
    },
  }));
  const ensemble = { ...fake.options.ensemble, nodes };
  return { fake, spares, nemesis: memory.create({ ...fake.options, ensemble }) };
}

describe('a server that gets hardly more memory than it has', () => {
  test('and waits for its pages -> verified, and no other is limited', async () => {
    const { spares, nemesis } = squeezable(7);
    expect(await nemesis.invoke(start, never)).toEqual({
      verified: true,
      did: { nodes: ['n2'], trouble: { spareKb: 512 } },
      seen: { n2: { suffered: 7, state: 'running' } },
      on: { nodes: ['n2'] },
    });
    expect([...spares]).toEqual([['n2', 524_288]]);
  });
  test('and waits for none -> not verified', async () =>
    expect(await squeezable(0).nemesis.invoke(start, never)).toMatchObject({
      verified: false,
      seen: { n2: { suffered: 0 } },
    }));
  test('gets what it wants after the heal, and runs again where the kernel has killed it', async () => {
    const { fake, spares, nemesis } = squeezable(1);
    await nemesis.invoke(start, never);
    fake.states.set(fake.name(2), 'dead');
    expect(await nemesis.invoke(stop, never)).toMatchObject({
      verified: true,
      did: { recovered: ['n2'], started: ['n2'] },
    });
    expect(spares.size).toBe(0);
  });
  test('gets what it wants at teardown', async () => {
    const { spares, nemesis } = squeezable(1);
    await nemesis.invoke(start, never);
    await nemesis.teardown(never);
    expect(spares.size).toBe(0);
  });
});

test('how much more it gets is aimed at', () => {
  const aim = parseAim(memory, 'spare=300..300,leader');
  if (isRefusal(aim)) throw new RangeError(aim.expected);
  const { generator } = memory.create({ ...fakeEnsemble(3).options, aim });
  const imagine = () => ({ latencyNs: 1e6, type: 'ok', value: null }) as const;
  const [first] = simulate(forNemesis(generator), { threads: 1, limit: 2, imagine });
  expect(first?.value).toEqual({ who: { who: 'leader' }, trouble: { spareKb: 300 } });
});
