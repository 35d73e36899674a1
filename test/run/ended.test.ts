/** Servers that ended by themselves are started once all is healed, and reported; others are left alone. */
import { expect, test } from 'vitest';
import { notBack, startEnded } from '../../src/run/ended.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const LOG = 'INFO starts\nERROR - Unable to load database on disk\nINFO ends\n';

function ensembleThatSays(log: string) {
  const fake = fakeEnsemble(3);
  const nodes = fake.options.ensemble.nodes.map(node => ({ ...node, logTail: async () => log }));
  return { fake, ensemble: { ...fake.options.ensemble, nodes } };
}

test('a server that ended is started, and its last error is told', async () => {
  const { fake, ensemble } = ensembleThatSays(LOG);
  fake.states.set(fake.name(2), 'dead');
  expect(await startEnded(ensemble, never)).toEqual([
    'n2 had ended though no fault kept it down, and was started; its log says "ERROR - Unable to load database on disk"',
  ]);
  expect(fake.states.get(fake.name(2))).toBe('running');
});

test('servers that run, or are paused, are left alone', async () => {
  const { fake, ensemble } = ensembleThatSays(LOG);
  fake.states.set(fake.name(2), 'paused');
  expect(await startEnded(ensemble, never)).toEqual([]);
  expect(fake.states.get(fake.name(2))).toBe('paused');
});

test('a server that does not serve is told with its state and its last line', async () => {
  const { fake, ensemble } = ensembleThatSays('INFO starts\nINFO waits\n');
  fake.roles.set(fake.name(3), 'none');
  expect(await notBack(ensemble, never)).toEqual([
    'n3 does not serve, its process is running; its log says "INFO waits"',
  ]);
});

test('a target whose logs cannot be read', async () => {
  const fake = fakeEnsemble(1);
  fake.roles.set(fake.name(1), 'none');
  expect(await notBack(fake.options.ensemble, never)).toEqual([
    'n1 does not serve, its process is running',
  ]);
});
