import { describe, expect, test } from 'vitest';
import { membership } from '../../nemesis/membership.ts';
import type { NodeName } from '../../src/contract.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const strike = { f: 'remove-member', value: { who: 'named', nodes: ['n2'] } };
const heal = { f: 'restore-member', value: null };

/** An ensemble whose servers all name the members. `refusals`: how often a change is refused first. */
function changeable(count = 3, refusals = 0) {
  const fake = fakeEnsemble(count);
  const members = new Set<NodeName>(fake.names);
  let left = refusals;
  const answer = (change: () => unknown) => async () => {
    if (left-- > 0) return 'reconfig: RECONFIGINPROGRESS';
    change();
    return undefined;
  };
  const nodes = fake.options.ensemble.nodes.map(node => ({
    ...node,
    members: async () => [...members],
  }));
  const nemesis = membership.create({
    ...fake.options,
    ensemble: { ...fake.options.ensemble, nodes },
    members: {
      remove: node => answer(() => members.delete(node))(),
      restore: node => answer(() => members.add(node))(),
    },
  });
  return { fake, members, nemesis };
}

describe('a member', () => {
  test('that no server names any more -> verified, by what the others name', async () => {
    const { nemesis } = changeable();
    expect(await nemesis.invoke(strike, never)).toEqual({
      verified: true,
      did: { removed: ['n2'] },
      seen: { n1: ['n1', 'n3'], n3: ['n1', 'n3'] },
      on: { nodes: ['n2'] },
    });
  });
  test('whose removal is refused a few times is removed', async () =>
    expect(await changeable(3, 4).nemesis.invoke(strike, never)).toMatchObject({ verified: true }));
  test('whose removal is refused -> not verified, with the reason', async () =>
    expect(await changeable(3, 99).nemesis.invoke(strike, never)).toMatchObject({
      verified: false,
      did: { refused: { n2: 'reconfig: RECONFIGINPROGRESS' } },
    }));
  test('that every server names again -> the heal is verified', async () => {
    const { nemesis } = changeable();
    await nemesis.invoke(strike, never);
    expect(await nemesis.invoke(heal, never)).toMatchObject({
      verified: true,
      did: { added: ['n2'], started: [] },
    });
  });
  test('that does not serve once it is back is started anew', async () => {
    const { fake, nemesis } = changeable();
    await nemesis.invoke(strike, never);
    fake.roles.set(fake.name(2), 'none');
    expect(await nemesis.invoke(heal, never)).toMatchObject({ did: { started: ['n2'] } });
  });
  test('that no server names again -> the heal is not verified', async () => {
    const { members, nemesis } = changeable();
    await nemesis.invoke(strike, never);
    members.delete('n1' as NodeName);
    await nemesis.invoke({ ...strike, value: { who: 'named', nodes: ['n1'] } }, never);
    members.add = () => members;
    expect(await nemesis.invoke(heal, never)).toMatchObject({ verified: false });
  });
  test('that was removed is added at teardown', async () => {
    const { members, nemesis } = changeable();
    await nemesis.invoke(strike, never);
    await nemesis.teardown(never);
    expect(members.size).toBe(3);
  });
});

test('a quorum of the voters is left, whoever is named', async () => {
  const { members, nemesis } = changeable(5);
  await nemesis.invoke(
    { f: 'remove-member', value: { who: 'all', nodes: ['n1', 'n2', 'n3', 'n4'] } },
    never,
  );
  expect(members.size).toBe(3);
});

test('nodes that do not answer are left out; one that does is needed', async () => {
  const { options } = fakeEnsemble(3);
  const asked = (down: readonly string[]) => {
    const nodes = options.ensemble.nodes.map(node => ({
      ...node,
      members: async () => (down.includes(node.name) ? [] : ['n1' as NodeName, 'n3' as NodeName]),
    }));
    const members = { remove: async () => undefined, restore: async () => undefined };
    const ensemble = { ...options.ensemble, nodes };
    return membership.create({ ...options, ensemble, members }).invoke(strike, never);
  };
  expect(await asked(['n1'])).toMatchObject({ verified: true, seen: { n3: ['n1', 'n3'] } });
  expect(await asked(['n1', 'n3'])).toMatchObject({ verified: false, seen: {} });
});
