/** The steps of action.yml as the runner would run them, on the model ensemble. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RanAction, runAction } from '../kit/action-runner.ts';

const SIM = { target: 'sim', 'time-limit': '2' };
/** So long that the first fault comes after the load and its extension. */
const SECONDS_BETWEEN_FAULTS = 3600;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-action-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('one run, published', () => {
  let ran: RanAction;
  beforeAll(() => {
    ran = runAction({ ...SIM, workload: 'lock', seed: '7', site: 'public' }, folder);
  });

  test('outputs, summary, no annotation', () => {
    expect(ran.log).toContain('seed 7');
    expect(ran.failed).toBe(false);
    expect(ran.outputs.verdict).toBe('valid');
    expect(existsSync(join(folder, ran.outputs.report ?? ''))).toBe(true);
    expect(ran.summary).toMatch(/^## VALID: lock-none-sim/);
    expect(ran.log).not.toContain('::error');
  });

  test('results are uploaded, without the link to the newest', () => {
    const upload = ran.used['actions/upload-artifact@v4'];
    expect(upload?.name).toBe('zoobreak-results');
    expect(upload?.path?.split('\n')).toContain('!results/latest');
  });

  test('the site has the run and its commit', async () => {
    const site = JSON.parse(await readFile(join(folder, 'public/site.json'), 'utf8'));
    expect(site.runs).toMatchObject([{ workload: 'lock', commit: 'f'.repeat(40) }]);
  });
});

describe('a run that is unknown: it ends before the first fault', () => {
  let ran: RanAction;
  beforeAll(async () => {
    const rare = join(folder, 'rare');
    await mkdir(rare);
    await writeFile(
      join(rare, 'zoobreak.config.ts'),
      `export default { nemesisInterval: ${SECONDS_BETWEEN_FAULTS} };`,
    );
    ran = runAction({ ...SIM, nemesis: 'partition', seed: '1', artifact: 'mine' }, rare);
  });

  test('the step fails, is annotated, and says so in its output', () => {
    expect(ran.failed).toBe(true);
    expect(ran.outputs.verdict).toBe('unknown');
    expect(ran.log).toMatch(/^::warning title=register-partition-sim::/m);
  });

  test('what there is is uploaded all the same', () =>
    expect(ran.used['actions/upload-artifact@v4']?.name).toBe('mine'));
});

test('a matrix in shards, merged: one table', () => {
  const matrix = { ...SIM, workload: 'register,lock', seed: '3' };
  for (const shard of ['1/2', '2/2'])
    expect(runAction({ ...matrix, matrix: `--shard ${shard}` }, folder).outputs.verdict).toBe(
      'valid',
    );
  const merged = runAction({ merge: 'results' }, folder);
  expect(merged.failed).toBe(false);
  expect(merged.outputs.verdict).toBe('valid');
  expect(merged.summary).toContain('## VALID: 2 runs: 2 valid');
  expect(merged.used).not.toHaveProperty('actions/upload-artifact@v4');
});

test('reads, a configuration and other arguments reach the run; packages are cached by the lock', async () => {
  const own = join(folder, 'own');
  await mkdir(own);
  await writeFile(join(own, 'mine.json'), '{ "keys": 3, "results": "stored here" }');
  const args = '--clients=roaming\n\n--rate\n50\n';
  const ran = runAction({ ...SIM, seed: '5', reads: 'sync', config: 'mine.json', args }, own);
  expect(ran.failed, ran.log).toBe(false);
  expect(ran.outputs.report).toMatch(
    /^stored here\/register-none-sim-reads-sync-clients-roaming\//,
  );
  const [, run = ''] = /^(.*)\/report\.html$/.exec(ran.outputs.report ?? '') ?? [];
  const test = JSON.parse(await readFile(join(own, run, 'test.json'), 'utf8'));
  expect(test.plan).toMatchObject({ reads: 'sync', clients: 'roaming', keys: 3, rate: 50 });
  expect(ran.used['actions/cache@v4']?.key).toMatch(/^zoobreak-npm-[0-9a-f]{64}$/);
});

test('inputs are words, not code', () => {
  const ran = runAction({ ...SIM, workload: '$(touch taken); touch taken #' }, folder);
  expect(ran.failed).toBe(true);
  expect(ran.log).toContain('--workload: expected one of');
  expect(existsSync(join(folder, 'taken'))).toBe(false);
});
