import { describe, expect, test } from 'vitest';
import { corrupt } from '../../nemesis/corrupt.ts';
import { restore } from '../../nemesis/restore.ts';
import { wipe } from '../../nemesis/wipe.ts';
import type { EnsembleNode } from '../../src/contract.ts';
import { type Fake, fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const victims = {
  ...{ who: 'named', nodes: ['n2'] },
  damage: { kind: 'flip', file: 'log', share: 0.5 },
};
const n2 = (fake: Fake) => fake.disks.get(fake.name(2));

describe.each([
  {
    entry: corrupt,
    strike: 'corrupt',
    heal: 'start-corrupted',
    does: ['flip'],
  },
  { entry: wipe, strike: 'wipe', heal: 'start-wiped', does: ['wipe'] },
  { entry: restore, strike: 'restore-backup', heal: 'start-restored', does: ['keep', 'restore'] },
])('$entry.name', ({ entry, strike, heal, does }) => {
  test('a server is dead, its files are damaged, and the report says how', async () => {
    const fake = fakeEnsemble(3);
    const report = await entry.create(fake.options).invoke({ f: strike, value: victims }, never);
    expect(report).toMatchObject({
      verified: true,
      did: { [strike]: ['n2'], damage: { n2: expect.stringMatching(/done$/) } },
      seen: { n2: 'dead' },
    });
    expect(n2(fake)).toEqual(does);
  });
  test('a server that is not dead -> not verified', async () => {
    const nemesis = entry.create(fakeEnsemble(3, ['kill']).options);
    const report = await nemesis.invoke({ f: strike, value: victims }, never);
    expect(report).toMatchObject({ verified: false, seen: { n2: 'running' } });
  });
  test('a server that starts with what it finds keeps it', async () => {
    const fake = fakeEnsemble(3);
    const nemesis = entry.create(fake.options);
    await nemesis.invoke({ f: strike, value: victims }, never);
    expect(await nemesis.invoke({ f: heal, value: null }, never)).toMatchObject({ verified: true });
    expect(n2(fake)).toEqual(does);
  });
  test('a server that refuses its files starts without them', async () => {
    const fake = fakeEnsemble(3);
    let starts = 0;
    const refusing = (node: EnsembleNode): EnsembleNode => ({
      ...node,
      start: async signal => {
        if (starts++ > 0) await node.start(signal);
      },
    });
    const { ensemble } = fake.options;
    const nodes = ensemble.nodes.map(node => (node.name === 'n2' ? refusing(node) : node));
    const nemesis = entry.create({ ...fake.options, ensemble: { ...ensemble, nodes } });
    await nemesis.invoke({ f: strike, value: victims }, never);
    expect(await nemesis.invoke({ f: heal, value: null }, never)).toMatchObject({ verified: true });
    expect(n2(fake)).toEqual([...does, 'wipe']);
  });
  test('ends the promises of servers, and strikes one node unless it is aimed', () => {
    const nemesis = entry.create(fakeEnsemble(5).options);
    expect(nemesis.operations).toMatchObject([{ voids: true }]);
    expect(nemesis.operations[0]).not.toHaveProperty('crash');
  });
});
