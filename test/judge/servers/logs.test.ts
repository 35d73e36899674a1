/** The logs of a stored run: found, read, and left alone where they are too large. */
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverLogs } from '../../../src/judge/servers/logs.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-logs-'));
  for (const node of ['n1', 'n2']) await mkdir(join(folder, 'nodes', node), { recursive: true });
  await writeFile(join(folder, 'nodes/n1/server.log'), 'INFO fine\nERROR CRC check failed: x\n');
  await writeFile(join(folder, 'nodes/n2/server.log'), '');
  await truncate(join(folder, 'nodes/n2/server.log'), 200e6);
});
afterAll(() => rm(folder, { recursive: true }));

test('a line that no healthy server prints is a note with its place, and a log beyond 100 MB is not read', () =>
  expect(serverLogs(folder)).toEqual({
    notes: [
      'n1 logs once that a file of its disk is damaged (CRC): "ERROR CRC check failed: x" (nodes/n1/server.log:2)',
      'nodes/n2/server.log has 200000000 bytes, more than 100000000, and was not read',
    ],
    lines: 3,
  }));

test('a run without logs has none', () =>
  expect(serverLogs(join(folder, 'nowhere'))).toEqual({ notes: [], lines: 0 }));
