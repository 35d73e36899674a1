import { expect, test } from 'vitest';
import type { Nemesis } from '../../src/contract.ts';
import { nothing } from '../../src/generator/index.ts';
import { healAll, nemesisClient } from '../../src/run/nemesis-client.ts';
import { never } from '../kit/never.ts';

/** The first of `fs` strikes, the second heals. */
function nemesis(name: string, fs: readonly string[], teardown = async () => {}): Nemesis {
  const [strike, heal] = fs;
  return {
    name,
    operations:
      strike === undefined
        ? []
        : [{ strike, ...(heal && { heal }), affects: ['servers'], quorum: 'survives' }],
    generator: nothing,
    finalGenerator: nothing,
    invoke: async ({ f }) => ({ verified: true, did: `${name} ${f}`, seen: null }),
    teardown,
  };
}

test('each operation goes to the nemesis that answers it', async () => {
  const client = nemesisClient([nemesis('kill', ['kill', 'start']), nemesis('pause', ['pause'])]);
  const answer = (f: string): Promise<unknown> => client.invoke({ f, value: null }, never);
  expect(await answer('start')).toMatchObject({ type: 'ok', value: { did: 'kill start' } });
  expect(await answer('pause')).toMatchObject({ type: 'ok', value: { did: 'pause pause' } });
});

test('an operation that none answers is refused', async () => {
  const client = nemesisClient([nemesis('kill', ['kill'])]);
  await expect(client.invoke({ f: 'pause', value: null }, never)).rejects.toThrow(
    'pause: no nemesis answers it',
  );
});

test('two nemeses cannot answer the same operation', () => {
  const both = [nemesis('kill', ['start']), nemesis('pause', ['start'])];
  expect(() => nemesisClient(both)).toThrow('start: answered by kill and pause');
});

test('all heal, also when one cannot', async () => {
  const healed: string[] = [];
  const fails = async (): Promise<void> => {
    throw new Error('unreachable');
  };
  const heals = async (): Promise<void> => void healed.push('pause');
  const troubles = await healAll([nemesis('kill', [], fails), nemesis('pause', [], heals)], never);
  expect(troubles).toEqual(['kill did not heal: Error: unreachable']);
  expect(healed).toEqual(['pause']);
});
