import { describe, expect, test } from 'vitest';
import { isRefusal, parseAim } from '../../nemesis/aim.ts';
import { cpu } from '../../nemesis/cpu.ts';
import { nemesis as forNemesis, simulate } from '../../src/generator/index.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const start = {
  f: 'start-cpu',
  value: { who: { who: 'named', nodes: ['n2'] }, trouble: { percent: 5 } },
};
const stop = { f: 'stop-cpu', value: null };

/** Nodes whose kernel counts `throttledMs` for a server that is limited, on top of what it counted before. */
function starvable(throttledMs: number) {
  const fake = fakeEnsemble(3);
  const limits = new Map<string, number>();
  const nodes = fake.options.ensemble.nodes.map(node => ({
    ...node,
    cpu: {
      limit: async (cores: number) => void limits.set(node.name, cores),
      free: async () => void limits.delete(node.name),
      throttledMs: async () => 1_000 + (limits.has(node.name) ? throttledMs : 0),
    },
  }));
  const ensemble = { ...fake.options.ensemble, nodes };
  return { fake, limits, nemesis: cpu.create({ ...fake.options, ensemble }) };
}

describe('a server that gets little of the processor', () => {
  test('and whose threads were kept waiting since -> verified, and no other is limited', async () => {
    const { limits, nemesis } = starvable(300);
    expect(await nemesis.invoke(start, never)).toEqual({
      verified: true,
      did: { nodes: ['n2'], trouble: { percent: 5 } },
      seen: { n2: { suffered: 300, state: 'running' } },
      on: { nodes: ['n2'] },
    });
    expect([...limits]).toEqual([['n2', 0.05]]);
  });
  test('and whose threads only waited before -> not verified', async () =>
    expect(await starvable(0).nemesis.invoke(start, never)).toMatchObject({
      verified: false,
      seen: { n2: { suffered: 0 } },
    }));
  test('gets all of it again after the heal, and at teardown', async () => {
    const { limits, nemesis } = starvable(300);
    await nemesis.invoke(start, never);
    expect(await nemesis.invoke(stop, never)).toMatchObject({ did: { recovered: ['n2'] } });
    expect(limits.size).toBe(0);
    await nemesis.invoke(start, never);
    await nemesis.teardown(never);
    expect(limits.size).toBe(0);
  });
});

test('a share of a core is aimed at', () => {
  const aim = parseAim(cpu, 'percent=3..3,leader');
  if (isRefusal(aim)) throw new RangeError(aim.expected);
  const { generator } = cpu.create({ ...fakeEnsemble(3).options, aim });
  const imagine = () => ({ latencyNs: 1e6, type: 'ok', value: null }) as const;
  const [first] = simulate(forNemesis(generator), { threads: 1, limit: 2, imagine });
  expect(first?.value).toEqual({ who: { who: 'leader' }, trouble: { percent: 3 } });
});
