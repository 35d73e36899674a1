/** The packed package in an empty project, against real servers in Docker: nothing of the repository is needed. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { OWN, ownProject, zoobreakIn } from '../kit/package.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

let folder: string;
let project: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-package-'));
  project = join(folder, 'project');
  await ownProject(folder);
});
afterAll(() => rm(folder, { recursive: true }));

test('zoobreak images names the images that runs use, and builds them where they are missing', async () => {
  const { code, out } = await zoobreakIn(project, 'images');
  expect(out).toMatch(/^zoobreak\/tools:\w{12}\nzoobreak\/server:\w{12}\n$/);
  expect(code).toBe(0);
});

test('a workload, a nemesis, a checker, a reporter and a profile of the user run, a model judges', async () => {
  const flags = ['--target', 'docker', '--server', '3.9.6'];
  const { code, out } = await zoobreakIn(project, 'run', ...flags, ...OWN);
  expect(out).toMatch(/^fine: my-workload-my-nemesis\+kill-docker/);
  expect(code).toBe(0);
  const configuration = join(project, 'results/latest/nodes/n1/zoo.cfg');
  expect(await readFile(configuration, 'utf8')).toContain('snapCount=1000');
  await zoobreakIn(project, 'run', ...flags, '--time-limit', '2', '--keys', '1');
  const model = ['--model', './my-model.ts', '--initial', '0'];
  const checked = await zoobreakIn(project, 'check', ...model, 'results/latest/history.jsonl');
  expect(checked.out).toMatch(/^results\/latest\/history\.jsonl: (valid|invalid)/);
});
