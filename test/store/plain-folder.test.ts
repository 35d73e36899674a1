import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requirePlain } from '../../src/store/plain-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-plain-'));
  await mkdir(join(folder, 'nodes/n1'), { recursive: true });
  await writeFile(join(folder, 'nodes/n1/server.log'), 'it served');
});
afterEach(() => rm(folder, { recursive: true }));

test('files and folders are plain', () => expect(requirePlain(folder)).resolves.toBeUndefined());

test.each(['summary.md', 'nodes/n1/link'])('a link at %s is named', async name => {
  await symlink('/etc/passwd', join(folder, name));
  await expect(requirePlain(folder)).rejects.toThrow(
    `${join(folder, name)}: expected a file or a folder, found a symbolic link. Remove it`,
  );
});

test('a file in the place of the folder is named', async () => {
  const file = join(folder, 'nodes/n1/server.log');
  await expect(requirePlain(file)).rejects.toThrow(
    `${file}: expected a folder of results, found a file. Name the folder, such as`,
  );
});

test('a link to a folder is refused, not walked', async () => {
  await symlink('/', join(folder, 'anomalies'));
  await expect(requirePlain(folder)).rejects.toThrow('anomalies: expected a file or a folder');
});

test('a pipe is refused, not waited for', async () => {
  execFileSync('mkfifo', [join(folder, 'history.jsonl')]);
  await expect(requirePlain(folder)).rejects.toThrow('found a pipe, socket or device');
});
