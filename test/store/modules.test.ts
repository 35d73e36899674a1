import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  pathOf,
  readModules,
  referenceTo,
  type StoredModule,
  sha256Of,
  writeModules,
} from '../../src/store/modules.ts';

const TEXTS = new Map([
  ['abc/mine.ts', 'export default 1'],
  ['abc/lib/help.ts', 'export const help = 2'],
]);
const MODULE: StoredModule = {
  ...{ kind: 'nemesis', name: 'mine', path: './mine.ts', file: 'abc/mine.ts' },
  sha256: sha256Of('export default 1'),
  imports: [{ file: 'abc/lib/help.ts', sha256: sha256Of('export const help = 2') }],
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-modules-'));
  await writeModules(folder, TEXTS);
});
afterEach(() => rm(folder, { recursive: true }));

test('sources are stored below modules/, and read back', async () => {
  expect(await readFile(join(folder, 'modules/abc/lib/help.ts'), 'utf8')).toContain('help = 2');
  expect(await readModules(folder, [MODULE])).toEqual(TEXTS);
});

test.each(['mine.ts', 'lib/help.ts'])('a changed %s is refused', async name => {
  await writeFile(join(folder, 'modules/abc', name), 'export default evil()');
  await expect(readModules(folder, [MODULE])).rejects.toThrow(
    new RegExp(`${name}: expected the source that the run used, sha256 .*, found sha256`),
  );
});

test('a missing source is refused', async () => {
  await rm(join(folder, 'modules/abc/mine.ts'));
  await expect(readModules(folder, [MODULE])).rejects.toThrow('modules/abc/mine.ts');
});

test.each(['../evil.ts', 'abc/../../evil.ts', '/etc/passwd', ''])(
  'a path that leaves modules/ is refused: "%s"',
  file => expect(() => pathOf(folder, file)).toThrow('expected a path inside modules/'),
);

test('an entry is named as the user named it: by its path, or by its name where it is built in', () => {
  expect(referenceTo({ modules: [MODULE] }, 'nemesis', 'mine')).toBe('./mine.ts');
  expect(referenceTo({ modules: [MODULE] }, 'nemesis', 'kill')).toBe('kill');
  expect(referenceTo({ modules: [MODULE] }, 'workload', 'mine')).toBe('mine');
});
