import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entriesAt } from '../../../src/cli/modules/entries.ts';
import { isPath } from '../../../src/cli/modules/reference.ts';
import { linearizable } from '../../../src/index.ts';

const CHECKER = "{ name: 'a', perKey: false, check: () => ({ valid: true, counts: {} }) }";
const NO_NAME = '{ perKey: false, check: () => {} }';
const SHAPE = 'a checker {name: text, perKey: true or false, check: function} or a list of them';
const FILES: Readonly<Record<string, string>> = {
  'one.ts': `const one: unknown = ${CHECKER}; export default one;`,
  'one.mjs': `export default ${CHECKER};`,
  'two.ts': `const one = ${CHECKER}; export default [one, { ...one, name: 'b' }];`,
  'door.ts':
    "import { linearizable, register } from 'zoobreak/workload'; export default { ...linearizable(register), name: 'd', door: linearizable };",
  'none.ts': 'export const one = 1;',
  'broken.ts': 'export default {',
  'throws.ts': "throw new Error('no such thing')",
  'number.ts': 'export default 3',
  'empty.ts': 'export default []',
  'unnamed.ts': `export default ${NO_NAME}`,
  'mixed.ts': `export default [${CHECKER}, ${NO_NAME}]`,
  'slash.ts': `export default { ...${CHECKER}, name: '../up' }`,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-entries-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true }));

const at = (reference: string) => entriesAt('checker', reference, { folder, origin: '--checker' });
const namesAt = async (reference: string) => (await at(reference)).map(({ name }) => name);

test.each(['./a.ts', 'a.js', 'lib/a', '/abs/a.mts', './a.ts#b', 'a\\b'])('%s is a path', path =>
  expect(isPath(path)).toBe(true),
);
test.each(['register', 'rw-lock', 'a.b'])('%s is a name', name => expect(isPath(name)).toBe(false));

describe('a file has', () => {
  test.each([
    ['one entry, in TypeScript', './one.ts', ['a']],
    ['one entry, in JavaScript', './one.mjs', ['a']],
    ['several', './two.ts', ['a', 'b']],
    ['several, of which one is named', './two.ts#b', ['b']],
  ])('%s', async (_, reference, names) => expect(await namesAt(reference)).toEqual(names));
});

test('what it imports from zoobreak is this package as it runs', async () => {
  const [entry] = await at('./door.ts');
  expect(entry).toMatchObject({ name: 'd', door: linearizable });
});

describe('one line says what is wrong, naming the file', () => {
  test.each([
    ['gone.ts', /^--checker \.\/gone\.ts: expected a file, found nothing at .*gone\.ts\.$/],
    ['none.ts', /^--checker \.\/none\.ts: expected a default export, found none\./],
    ['broken.ts', /^--checker \.\/broken\.ts: cannot be loaded: .*broken\.ts:1/],
    ['throws.ts', /^--checker \.\/throws\.ts: cannot be loaded: Error: no such thing$/],
    ['number.ts', `expected its default export to be ${SHAPE}, found a number.`],
    ['empty.ts', `expected its default export to be ${SHAPE}, found an empty list.`],
    ['unnamed.ts', `expected its default export to be ${SHAPE}, found name: nothing.`],
    ['mixed.ts', `expected its default export to be ${SHAPE}, found name: nothing.`],
    ['slash.ts', `expected its default export to be ${SHAPE}, found the name "../up".`],
    ['two.ts#c', '--checker ./two.ts: expected one of a, b after the #, found "c".'],
  ])('%s', (name, why) => expect(at(`./${name}`)).rejects.toThrow(why));
});
