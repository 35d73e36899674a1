/** The house's English: comments, string literals and documents keep the rules of test/kit/language/rules.ts. */
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { breachesOf } from '../kit/language/rules.ts';
import { textsOfMarkdown, textsOfSource } from '../kit/language/texts.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Folders and files that keep the rules. */
const ROOMS: readonly string[] = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.md',
  'SECURITY.md',
  'bench',
  'docs',
  'elle-ts-port',
  'examples',
  'nemesis',
  'src',
  'test/kit',
  'test/oracle',
  'workloads',
];

/** Words that a rule rejects and that are right: `file: words`. At most 20. */
const EXCEPTIONS: readonly string[] = [];

describe('the rules', () => {
  const whysOf = (source: string): string[] =>
    textsOfSource(source).flatMap(text => breachesOf(text).map(({ why }) => why));

  test.each([
    ['/** Of a thread, the key. */', '"Of ..." opens a docstring'],
    ['/** Returns the key, if it is asked for. */', '"asked for": write requested'],
    ['// the client goes on', '"goes on": write continue'],
    ["f('a client that is told of it')", '"told": write reported'],
    ["f('a client ' + 'that is told')", '"told": write reported'],
    [`f(\`a client \${\`in \${x}\`} that is in vain\`)`, '"in vain": write without success'],
    [`f('${'word '.repeat(36)}')`, '36 words, at most 35'],
    ['const a = b / c; /** Those of it */ const d = e / f;', '"Those ..." opens a docstring'],
    ["x.replace(/'/g, y); // by itself", '"by itself": write automatically'],
  ])('%s -> %s', (source, why) => {
    expect(whysOf(source)).toEqual([expect.stringContaining(why)]);
  });

  test.each([
    '/** Returns the key of a thread. */',
    '/** Returns `told`, a name. */',
    "import { told } from './told.ts';",
    `f('${'word '.repeat(35)}')`,
    `const told = \`\${told} of three more words\`;`,
  ])('%s: nothing to say', source => {
    expect(whysOf(source)).toEqual([]);
  });

  test('Markdown: paragraphs, list items and cells, without code and names', () => {
    const markdown =
      '# One\ntwo\nthree\n- four\n  five\n\n```\ntold\n```\n| six seven | told-names |\n';
    expect(textsOfMarkdown(markdown).map(({ line, text }) => [line, text])).toEqual([
      [1, 'One'],
      [2, 'two three'],
      [4, 'four five'],
      [10, 'six seven'],
    ]);
  });
});

test('there are at most 20 exceptions', () => {
  expect(EXCEPTIONS.length).toBeLessThanOrEqual(20);
});

test.each(ROOMS)('%s keeps them', async room => {
  const breaches = (await filesIn(room)).flatMap(breachesIn);
  expect(breaches).toEqual([]);
});

async function filesIn(room: string): Promise<string[]> {
  if (/\.\w+$/.test(room)) return [room];
  const names = await readdir(`${ROOT}/${room}`, { recursive: true });
  return names
    .filter(name => /\.(ts|md)$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map(name => `${room}/${name}`)
    .sort();
}

function breachesIn(file: string): string[] {
  const text = readFileSync(`${ROOT}/${file}`, 'utf8');
  const texts = file.endsWith('.md') ? textsOfMarkdown(text) : textsOfSource(text);
  return texts
    .flatMap(breachesOf)
    .map(({ line, why }) => `${file}:${line}: ${why}`)
    .filter(breach => !EXCEPTIONS.some(exception => breach.startsWith(exception)));
}
