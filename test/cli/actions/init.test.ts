import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { init, KINDS } from '../../../src/cli/actions/init.ts';
import { fakeTerminal } from '../../kit/fake-terminal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-init-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function written(kind: string, name: string): Promise<string> {
  const terminal = { ...fakeTerminal(), folder };
  await init(terminal, {}, [kind, name]);
  return terminal.written.out;
}

test.each(KINDS)('%s: a file and its test, with the name that was given', async kind => {
  const out = await written(kind, 'my-own');
  expect(await readdir(folder)).toEqual(['my-own.test.ts', 'my-own.ts']);
  expect(await readFile(join(folder, 'my-own.ts'), 'utf8')).toContain("name: 'my-own'");
  expect(await readFile(join(folder, 'my-own.test.ts'), 'utf8')).toMatch(/my-own\.[jt]s'/);
  expect(out).toContain('./my-own.ts');
});

describe('refused, and nothing is written', () => {
  test.each([
    ['an unknown kind', 'nemsis', 'mine', 'Did you mean "nemesis"?'],
    ['a name that is a path', 'nemesis', '../mine', 'expected a name of letters, digits and -'],
    ['no name', 'nemesis', '', 'expected a name of letters, digits and -'],
    ['a file that is there', 'nemesis', 'taken', 'expected no file taken.ts here, found one'],
    ['a test that is there', 'nemesis', 'tested', 'expected no file tested.test.ts here'],
  ])('%s', async (_, kind, name, why) => {
    await writeFile(join(folder, 'taken.ts'), 'mine');
    await writeFile(join(folder, 'tested.test.ts'), 'mine');
    await expect(written(kind, name)).rejects.toThrow(why);
    expect(await readdir(folder)).toEqual(['taken.ts', 'tested.test.ts']);
    expect(await readFile(join(folder, 'taken.ts'), 'utf8')).toBe('mine');
  });
});
