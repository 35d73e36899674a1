/** Whole runs on the sim: a schedule is done as it is written, recorded, and done again. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readHistory } from '../../../src/history/file.ts';
import { readSchedule } from '../../../src/store/schedule.ts';
import { zoobreak } from '../../kit/zoobreak.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-scheduled-'));
});
afterAll(() => rm(folder, { recursive: true }));

const LATEST = 'results/latest';
/** The final heals come as soon as the load is over. */
const LOAD_NS = 12e9;
const RUN = [
  'run',
  '--target',
  'sim',
  '--seed',
  '1',
  '--time-limit',
  '12',
  '--quiet',
  '--schedule',
];

async function faults(): Promise<readonly (readonly [f: string, on: unknown])[]> {
  const history = await readHistory(join(folder, LATEST, 'history.jsonl'));
  return history.nemesis
    .filter(({ type, time }) => type !== 'invoke' && time < LOAD_NS - 1e9)
    .map(({ f, fault }) => [f, fault?.on?.nodes] as const);
}

const STEPS = `schema: 1
steps:
  - when: leader has 10 acknowledged writes
    strike: kill:leader
  - after: 1 s
    heal: kill
    until: serving
  - strike: partition:leader,ports=quorum
    until: leader changes
  - heal: partition
  - when: log says "leading" on any node and every node is down
    strike: kill
`;

test('conditions over acknowledged writes, roles and logs lead from one step to the next', async () => {
  const bound = STEPS.slice(0, STEPS.indexOf('  - when: log'));
  await writeFile(join(folder, 'steps.yaml'), bound);
  const { code, out } = await zoobreak([...RUN, 'steps.yaml'], { folder });
  expect(out).toMatch(/^VALID/);
  expect(code).toBe(0);
  const done = await faults();
  expect(done.map(([f]) => f)).toEqual(['kill', 'start', 'start-partition', 'stop-partition']);
});

test('the recorded schedule strikes the same nodes, or the leader where the leader was meant', async () => {
  const path = join(folder, LATEST, 'schedule.yaml');
  const { steps } = await readSchedule(path);
  expect(steps.map(({ strike, heal }) => strike ?? heal)).toEqual([
    ...['kill', 'kill', 'partition', 'partition'],
  ]);
  await writeFile(join(folder, 'again.yaml'), await readFile(path));
  const { code } = await zoobreak([...RUN, 'again.yaml'], { folder });
  expect(code).toBe(0);
  expect((await faults()).map(([f]) => f)).toEqual([
    ...['kill', 'start', 'start-partition', 'stop-partition'],
  ]);
});

test('a step that never comes makes the run unknown, which names it', async () => {
  await writeFile(join(folder, 'steps.yaml'), STEPS);
  const { code, out } = await zoobreak([...RUN, 'steps.yaml'], { folder });
  expect(code).toBe(2);
  expect(out).toContain('found that the load ended during step 5; give it more time');
});
