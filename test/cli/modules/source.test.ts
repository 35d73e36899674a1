import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { relativeImports, sourceOf } from '../../../src/cli/modules/source.ts';
import { sha256Of } from '../../../src/store/modules.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-source-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** Paths below the folder that is named after the digest. */
async function storedFrom(name: string): Promise<readonly string[]> {
  const { texts } = await sourceOf(join(folder, name));
  return [...texts.keys()].map(file => file.slice(file.indexOf('/') + 1));
}

test('a module alone is stored below its digest', async () => {
  await write({ 'a.ts': 'export default 1' });
  const sha256 = sha256Of('export default 1');
  expect(await sourceOf(join(folder, 'a.ts'))).toEqual({
    module: { file: `${sha256.slice(0, 12)}/a.ts`, sha256 },
    imports: [],
    texts: new Map([[`${sha256.slice(0, 12)}/a.ts`, 'export default 1']]),
  });
});

describe('what it imports by relative paths is stored with it', () => {
  test.each([
    ['with its extension', "import { b } from './lib/b.ts'"],
    ['as JavaScript that is TypeScript', "import { b } from './lib/b.js'"],
    ['without an extension', "export * from './lib/b'"],
    ['for its effects', "import './lib/b.ts'"],
    ['when it runs', "const b = await import('./lib/b.ts')"],
  ])('%s', async (_, text) => {
    await write({ 'a.ts': text, 'lib/b.ts': '' });
    expect(await storedFrom('a.ts')).toEqual(['a.ts', 'lib/b.ts']);
  });

  test('also what those import, each once, and from beside its folder', async () => {
    await write({
      'mine/a.ts': "import '../lib/b.ts'; import './c.ts'",
      'mine/c.ts': "import './a.ts'",
      'lib/b.ts': "import '../mine/c.ts'",
    });
    expect(await storedFrom('mine/a.ts')).toEqual(['mine/a.ts', 'lib/b.ts', 'mine/c.ts']);
  });

  test('packages are not', () =>
    expect(relativeImports("import { a } from 'zoobreak'; import b from '../b.ts'")).toEqual([
      '../b.ts',
    ]));
});
