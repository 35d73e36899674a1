/** What the documentation shows is what there is: programs as they are compiled, commands that are
 *  accepted, links that lead somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { program } from '../../src/cli/program.ts';
import { fakeTerminal } from '../kit/fake-terminal.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = [
  ...['README.md', 'CONTRIBUTING.md'],
  ...readdirSync(`${ROOT}docs`, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];

/** A block of code whose first line names the file that it shows. */
const PROGRAM = /(?<=```ts\n\/\/ (\S+\.ts)\n).*?(?=```)/s;

function withPrograms(text: string): string {
  return text.replace(new RegExp(PROGRAM, 'gs'), (_shown, path) =>
    readFileSync(ROOT + path, 'utf8'),
  );
}

const read = (page: string): string => readFileSync(ROOT + page, 'utf8');

test.each(PAGES.filter(page => PROGRAM.test(read(page))))(
  '%s shows programs as they are compiled (npm run docs)',
  page => expect(withPrograms(read(page))).toMatchFileSnapshot(ROOT + page),
);

describe.each(PAGES)('%s', page => {
  const text = read(page);

  test('links to files that are there', () => {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g))
      expect(existsSync(resolve(ROOT, dirname(page), target)), target).toBe(true);
  });

  test('calls commands and flags that there are', async () => {
    for (const line of commandsIn(text)) expect(await refusal(line), line).toBeUndefined();
  });
});

test('a flag that there is not is refused', async () => {
  expect(await refusal('run --nonsense')).toContain('--nonsense');
  expect(await refusal('walk')).toContain('walk');
});

/** Lines of code blocks that begin with the command; what follows a # is for readers. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/^npx zoobreak (.*)$/gm)].map(([, line = '']) =>
    line.replace(/\s#.*$/, '').trim(),
  );
}

/** Why commander refuses a line; undefined where it asks for what the line asks. Nothing is done. */
async function refusal(line: string): Promise<string | undefined> {
  const root = program(fakeTerminal(), '0.0.0', () => {});
  for (const command of root.commands)
    command.action(() => {}).configureOutput({ writeErr: () => {} });
  return root.parseAsync(line.split(/\s+/), { from: 'user' }).then(
    () => undefined,
    (error: unknown) => (error instanceof CommanderError ? error.message : String(error)),
  );
}
