import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  dropFiles,
  keepHistoryAndReports,
  verifyManifest,
  writeManifest,
} from '../../src/store/manifest.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { TEST, VERDICT } from '../kit/sample-records.ts';
import { simPlan } from '../oracle/sim-plan.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-manifest-'));
  const store = (path: string, content: unknown): Promise<void> =>
    writeFile(join(folder, path), JSON.stringify(content));
  await mkdir(join(folder, 'nodes/n1'), { recursive: true });
  await store('test.json', { ...TEST, plan: simPlan({ seed: 7 }) });
  await store('verdict.json', VERDICT);
  await store('nodes/n1/server.log', 'it served');
});
afterEach(() => rm(folder, { recursive: true }));

const path = (name: string): string => join(folder, name);

test('names every file by path with its size and sha256, the plan and the verdict', async () => {
  await writeManifest(folder);
  expect(await verifyManifest(folder)).toMatchObject({
    schema: 1,
    valid: true,
    seed: 7,
    plan: { workload: 'register' },
    files: [
      {
        path: 'nodes/n1/server.log',
        bytes: 11,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { path: 'test.json' },
      { path: 'verdict.json' },
    ],
  });
});

test('written twice it is the same to the byte', async () => {
  await writeManifest(folder);
  const before = await readFile(path('manifest.json'), 'utf8');
  await writeManifest(folder);
  expect(await readFile(path('manifest.json'), 'utf8')).toBe(before);
});

test('a folder without one is not verified', async () =>
  expect(await verifyManifest(folder)).toBeUndefined());

describe('a folder that is not as it was is one clear error', () => {
  beforeEach(() => writeManifest(folder));

  test('one byte more', async () => {
    await appendFile(path('nodes/n1/server.log'), '!');
    await expect(verifyManifest(folder)).rejects.toThrow(
      /nodes\/n1\/server\.log: expected sha256 .* \(11 bytes\), found .* \(12 bytes\)\. .* bring the file back/,
    );
  });

  test('another byte, of a file as long as before', async () => {
    await writeFile(path('nodes/n1/server.log'), '"it swerve"');
    await expect(verifyManifest(folder)).rejects.toThrow(/server\.log: expected sha256/);
  });

  test('a file is gone, and another was changed', async () => {
    await rm(path('nodes/n1/server.log'));
    await appendFile(path('verdict.json'), ' ');
    await expect(verifyManifest(folder)).rejects.toThrow(/found nothing \(and 1 more\)/);
  });

  test('the manifest is no manifest', async () => {
    await writeFile(path('manifest.json'), '{"schema":2}');
    await expect(verifyManifest(folder)).rejects.toThrow(StoreError);
    await expect(verifyManifest(folder)).rejects.toThrow(
      /manifest\.json: schema: expected 1, found 2\. A newer version of zoobreak wrote this file\./,
    );
  });

  test('but for those that do not matter', async () => {
    await appendFile(path('nodes/n1/server.log'), '!');
    const isJson = (file: string): boolean => file.endsWith('.json');
    expect(await verifyManifest(folder, isJson)).toMatchObject({ seed: 7 });
  });
});

test('files that are dropped leave the manifest too, and the others are still verified', async () => {
  await writeManifest(folder);
  await dropFiles(folder, ['nodes/n1/server.log']);
  expect((await verifyManifest(folder))?.files.map(file => file.path)).toEqual([
    'test.json',
    'verdict.json',
  ]);
  await appendFile(path('verdict.json'), ' ');
  await expect(verifyManifest(folder)).rejects.toThrow(/verdict\.json: expected sha256/);
});

test('without its logs, a run that passed is as its manifest says', async () => {
  await writeManifest(folder);
  await keepHistoryAndReports(folder);
  expect((await verifyManifest(folder))?.files.map(file => file.path)).toEqual([
    'test.json',
    'verdict.json',
  ]);
});
