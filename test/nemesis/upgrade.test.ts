import { describe, expect, test } from 'vitest';
import { isRefusal, parseAim } from '../../nemesis/aim.ts';
import { upgrade, VERSIONS } from '../../nemesis/upgrade.ts';
import { EXCHANGEABLE } from '../../src/ensemble/docker/version.ts';
import { nemesis as forNemesis, simulate } from '../../src/generator/index.ts';
import { type Call, fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const both = { who: 'named', nodes: ['n1', 'n2'] };
const strike = (to?: string) => ({ f: 'upgrade-servers', value: { who: both, ...(to && { to }) } });
const heal = { f: 'return-servers', value: null };

/** Servers of a version, of which `stubborn` start as what they were. */
function exchangeable(
  own: string,
  stubborn: readonly string[] = [],
  toothless: readonly Call[] = [],
) {
  const fake = fakeEnsemble(3, toothless);
  const chosen = new Map<string, string>();
  const running = new Map<string, string>(fake.names.map(name => [name, own]));
  const order: string[] = [];
  const nodes = fake.options.ensemble.nodes.map(node => ({
    ...node,
    start: async (signal: AbortSignal) => {
      await node.start(signal);
      if (!stubborn.includes(node.name)) running.set(node.name, chosen.get(node.name) ?? own);
      order.push(node.name);
    },
    version: {
      use: async (version: string | undefined) =>
        version === undefined ? void chosen.delete(node.name) : void chosen.set(node.name, version),
      said: async () => running.get(node.name),
    },
  }));
  const ensemble = { ...fake.options.ensemble, nodes };
  return { fake, running, order, nemesis: upgrade.create({ ...fake.options, ensemble }) };
}

describe('servers', () => {
  test('that name the other version and serve -> verified, one after the other', async () => {
    const { running, order, nemesis } = exchangeable('3.8.0');
    expect(await nemesis.invoke(strike('3.9.3'), never)).toEqual({
      verified: true,
      did: { 'upgrade-servers': ['n1', 'n2'] },
      seen: {
        n1: { version: '3.9.3', role: 'leader' },
        n2: { version: '3.9.3', role: 'follower' },
      },
      on: { nodes: ['n1', 'n2'] },
    });
    expect([...running.values()]).toEqual(['3.9.3', '3.9.3', '3.8.0']);
    expect(order).toEqual(['n1', 'n2']);
  });
  test.each([
    ['3.8.0', '3.9.6'],
    ['3.9.3', '3.9.6'],
    ['3.9.6', '3.8.0'],
  ])('of %s get %s where no version is given', async (own, other) => {
    const { running, nemesis } = exchangeable(own);
    await nemesis.invoke(strike(), never);
    expect(running.get('n1')).toBe(other);
  });
  test('that name the version they had -> not verified, and those after it are left alone', async () => {
    const { order, nemesis } = exchangeable('3.8.0', ['n1']);
    expect(await nemesis.invoke(strike('3.9.6'), never)).toMatchObject({
      verified: false,
      seen: { n1: { version: '3.8.0' } },
    });
    expect(order).toEqual(['n1']);
  });
  test('that do not serve -> not verified', async () => {
    const { fake, nemesis } = exchangeable('3.8.0');
    fake.roles.set(fake.name(1), 'none');
    expect(await nemesis.invoke(strike('3.9.6'), never)).toMatchObject({ verified: false });
  });
  test('that were exchanged have their own version after the heal', async () => {
    const { running, nemesis } = exchangeable('3.8.0');
    await nemesis.invoke(strike('3.9.6'), never);
    expect(await nemesis.invoke(heal, never)).toMatchObject({
      verified: true,
      did: { 'return-servers': ['n1', 'n2'] },
    });
    expect(new Set(running.values())).toEqual(new Set(['3.8.0']));
  });
  test('that keep the other version -> the heal is not verified', async () => {
    const stubborn: string[] = [];
    const { nemesis } = exchangeable('3.8.0', stubborn);
    await nemesis.invoke(strike('3.9.6'), never);
    stubborn.push('n2');
    expect(await nemesis.invoke(heal, never)).toMatchObject({
      verified: false,
      seen: { n2: { version: '3.9.6' } },
    });
  });
  test('have their own version after the teardown, and run', async () => {
    const { fake, running, nemesis } = exchangeable('3.8.0');
    await nemesis.invoke(strike('3.9.6'), never);
    await nemesis.teardown(never);
    expect(new Set(running.values())).toEqual(new Set(['3.8.0']));
    expect(new Set(fake.states.values())).toEqual(new Set(['running']));
  });
});

test('the versions that may be named are those that Docker can bring', () =>
  expect(VERSIONS).toEqual(EXCHANGEABLE));

test('a strike is aimed at nodes and a version', () => {
  const aim = parseAim(upgrade, 'all,to=3.9.3');
  if (isRefusal(aim)) throw new RangeError(aim.expected);
  const { generator } = upgrade.create({ ...fakeEnsemble(3).options, aim });
  const imagine = () => ({ latencyNs: 1e6, type: 'ok', value: null }) as const;
  const [first] = simulate(forNemesis(generator), { threads: 1, limit: 2, imagine });
  expect(first?.value).toEqual({ who: { who: 'all', nodes: ['n1', 'n2', 'n3'] }, to: '3.9.3' });
});
