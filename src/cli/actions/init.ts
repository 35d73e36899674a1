/** `zoobreak init KIND NAME`: writes a working example and its test into the current folder, as a starting
 * point. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT, UsageError } from '../exit.ts';
import { didYouMean } from '../suggest.ts';
import type { Verb } from '../verb.ts';

interface Example {
  /** The name of the example's entry. */
  readonly name: string;
  /** Returns the command line that uses the file. */
  readonly use: (file: string) => string;
}

/** The files examples/KIND.ts and examples/KIND.test.ts. */
const EXAMPLES: ReadonlyMap<string, Example> = new Map([
  ['workload', { name: 'numbers', use: file => `run --target sim --workload ${file}` }],
  ['nemesis', { name: 'nap', use: file => `run --target sim --nemesis ${file}` }],
  ['checker', { name: 'prompt', use: file => `run --target sim --checker ${file}` }],
  ['reporter', { name: 'chat', use: file => `run --target sim --reporter ${file}` }],
  ['profile', { name: 'busy', use: file => `run --target docker --profile ${file}` }],
  [
    'model',
    {
      name: 'growing-register',
      use: file => `check --model ${file} --initial 0 results/latest/history.jsonl`,
    },
  ],
]);

export const KINDS: readonly string[] = [...EXAMPLES.keys()];

export const init: Verb = async ({ folder, out }, _flags, [kind = '', name = '']) => {
  const example = exampleOf(kind);
  requireName(name);
  const files = [`${name}.ts`, `${name}.test.ts`];
  const taken = files.find(file => existsSync(join(folder, file)));
  if (taken !== undefined)
    throw new UsageError(
      `init: expected no file ${taken} here, found one. Choose another name, or remove the file.`,
    );
  for (const [at, suffix] of ['ts', 'test.ts'].entries()) {
    const text = await readFile(join(examplesFolder(), `${kind}.${suffix}`), 'utf8');
    await writeFile(
      join(folder, files[at] ?? ''),
      renamed(text, kind, { from: example.name, name }),
    );
  }
  out(`Wrote ${files.join(' and ')}. Use and test them:\n`);
  out(`npx zoobreak ${example.use(`./${name}.ts`)}\nnpx vitest run ${name}.test.ts\n`);
  return EXIT.valid;
};

function exampleOf(kind: string): Example {
  const example = EXAMPLES.get(kind);
  if (example !== undefined) return example;
  throw new UsageError(
    `init: expected one of ${KINDS.join(', ')}, found "${kind}".${didYouMean(kind, KINDS)}`,
  );
}

function requireName(name: string): void {
  if (/^[A-Za-z][\w-]*$/.test(name)) return;
  throw new UsageError(
    `init: expected a name of letters, digits and -, such as my-entry, found "${name}".`,
  );
}

/** Returns the text with the entry's and the files' names replaced by the user's. */
function renamed(
  text: string,
  kind: string,
  { from, name }: { readonly from: string; readonly name: string },
): string {
  return text
    .replaceAll(`name: '${from}'`, `name: '${name}'`)
    .replaceAll(`'./${kind}.js'`, `'./${name}.js'`)
    .replaceAll(`'${kind}.ts'`, `'${name}.ts'`);
}

/** Returns the folder examples/ of the package, seen from src/ and from dist/src/. */
function examplesFolder(): string {
  const found = ['../../../examples', '../../../../examples']
    .map(path => fileURLToPath(new URL(path, import.meta.url)))
    .find(path => existsSync(join(path, 'workload.ts')));
  if (found === undefined) throw new Error('examples: expected beside src/, not found');
  return found;
}
