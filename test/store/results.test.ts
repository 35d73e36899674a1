import { readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRunFolder, readTest } from '../../src/store/results.ts';
import { inFolder, plan } from '../kit/fake-run.ts';

const started = Date.UTC(2026, 10, 22, 14, 30, 12, 5);

test('a run has a folder by its workload, nemeses, target and start', () =>
  inFolder(async root => {
    const folder = await createRunFolder(root, { ...plan, nemeses: ['kill', 'pause'] }, started);
    expect(folder).toBe(join(root, 'fake-kill+pause-fake', '20261122T143012.005Z'));
  }));

test('runs of the same moment have folders of their own; latest is the last', () =>
  inFolder(async root => {
    const folders = [];
    for (let run = 0; run < 3; run++) folders.push(await createRunFolder(root, plan, started));
    expect(folders.map(folder => folder.slice(root.length))).toEqual([
      '/fake-fake-fake/20261122T143012.005Z',
      '/fake-fake-fake/20261122T143012.005Z-2',
      '/fake-fake-fake/20261122T143012.005Z-3',
    ]);
    expect(readlinkSync(join(root, 'latest'))).toBe('fake-fake-fake/20261122T143012.005Z-3');
  }));

test('a record that is none of ours gets one clear error', () =>
  inFolder(async folder => {
    const path = join(folder, 'test.json');
    writeFileSync(path, '{"schema": 9}');
    await expect(readTest(folder)).rejects.toThrow(`${path}: expected an object with "schema": 1`);
    writeFileSync(path, '{');
    await expect(readTest(folder)).rejects.toThrow(`${path}: expected JSON`);
  }));
