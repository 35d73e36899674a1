import { expect, test } from 'vitest';
import { isRefusal, parseAim } from '../../nemesis/aim.ts';
import { killOnEvent } from '../../nemesis/kill-on-event.ts';
import type { EnsembleNode, NodeDisk } from '../../src/contract.ts';
import { nemesis as forNemesis, simulate } from '../../src/generator/index.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const FSYNC = { kind: 'fsync', count: 3 };
const EPOCH = { kind: 'file', name: 'currentEpoch' };

/** An ensemble whose node n2 dies at the moment that its disk was told of, once it runs: when it is looked at next, or at
 *  once. */
function ensembleThatDies(dies: boolean | 'at once' = true) {
  const fake = fakeEnsemble(3);
  const n2 = fake.name(2);
  const { ensemble } = fake.options;
  let armed = false;
  const dying = (node: EnsembleNode, disk: NodeDisk): EnsembleNode => ({
    ...node,
    disk: {
      ...disk,
      killAt: async (moment, signal) => {
        await disk.killAt(moment, signal);
        armed = moment !== undefined;
        if (armed && dies === 'at once') fake.states.set(n2, 'dead');
        if (dies === 'at once') armed = false;
      },
    },
    state: async signal => {
      if (armed && dies) fake.states.set(n2, 'dead');
      return node.state(signal);
    },
  });
  const nodes = ensemble.nodes.map(node =>
    node.name === n2 && node.disk !== undefined ? dying(node, node.disk) : node,
  );
  return {
    fake,
    nemesis: killOnEvent.create({ ...fake.options, ensemble: { ...ensemble, nodes } }),
  };
}
const strike = (moment: object, ...nodes: readonly string[]) => ({
  f: 'kill-on-event',
  value: { who: 'named', nodes: nodes.length === 0 ? ['n2'] : nodes, moment },
});

test('a server that died at its moment -> verified, and it dies at no other', async () => {
  const { fake, nemesis } = ensembleThatDies();
  expect(await nemesis.invoke(strike(FSYNC), never)).toMatchObject({
    verified: true,
    did: { died: { n2: 'at its moment' } },
    seen: { n2: 'dead' },
  });
  expect(fake.disks.get(fake.name(2))).toEqual(['kill at fsync', 'kill at undefined']);
});
test('a server whose moment does not come -> not verified, and it runs on', async () => {
  const { fake, nemesis } = ensembleThatDies(false);
  expect(await nemesis.invoke(strike(FSYNC), never)).toMatchObject({ verified: false });
  expect(fake.states.get(fake.name(2))).toBe('running');
});
test('a server that dies before anybody looks is not started again -> verified', async () => {
  const { nemesis } = ensembleThatDies('at once');
  expect(await nemesis.invoke(strike(FSYNC), never)).toMatchObject({
    verified: true,
    seen: { n2: 'dead' },
  });
});
test('a victim whose moment does not come is killed some time after another has died', async () => {
  const { fake, nemesis } = ensembleThatDies();
  expect(await nemesis.invoke(strike(EPOCH, 'n2', 'n3'), never)).toMatchObject({
    verified: true,
    did: { died: { n2: 'at its moment', n3: 'after others' } },
    seen: { n2: 'dead', n3: 'dead' },
  });
  expect(fake.options.clock.nowNs()).toBeGreaterThan(5e9);
});
test('victims of whom none dies at its moment run on -> not verified', async () => {
  const { fake, nemesis } = ensembleThatDies(false);
  expect(await nemesis.invoke(strike(FSYNC, 'n2', 'n3'), never)).toMatchObject({
    verified: false,
    did: { died: { n2: 'not at all', n3: 'not at all' } },
  });
  expect([...fake.states.values()]).toEqual(['running', 'running', 'running']);
});
test('a server that is dead is started for its moment', async () => {
  const { fake, nemesis } = ensembleThatDies(false);
  fake.states.set(fake.name(2), 'dead');
  await nemesis.invoke(strike(EPOCH), never);
  expect(fake.states.get(fake.name(2))).toBe('running');
  expect(fake.disks.get(fake.name(2))).toEqual(['kill at file', 'kill at undefined']);
});
test('a heal starts it again', async () => {
  const { fake, nemesis } = ensembleThatDies();
  await nemesis.invoke(strike(FSYNC), never);
  const report = await nemesis.invoke({ f: 'start-after-event', value: null }, never);
  expect(report).toMatchObject({ verified: true });
  expect(fake.states.get(fake.name(2))).toBe('running');
});

test.each([
  ['fsync', { kind: 'fsync' }],
  ['epoch', EPOCH],
])('a strike that is aimed at %s has it in its value', (event, moment) => {
  const aim = parseAim(killOnEvent, `n2,event=${event}`);
  if (isRefusal(aim)) throw new RangeError(`expected ${aim.expected}, found ${aim.found}`);
  const { generator } = killOnEvent.create({ ...fakeEnsemble(3).options, aim });
  const imagine = () => ({ latencyNs: 1e6, type: 'ok', value: null }) as const;
  const [first] = simulate(forNemesis(generator), { threads: 1, limit: 2, imagine });
  expect(first?.value).toMatchObject({ who: 'named', nodes: ['n2'], moment });
});
