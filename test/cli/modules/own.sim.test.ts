/** Files of the user's own on the sim: in runs, in worker threads, in a matrix, and in stored results, where their
 *  code is never executed without --trust. */
import { existsSync } from 'node:fs';
import {
  appendFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { TRACE_CHECKS } from '../../../src/judge/trace/names.ts';
import { type Ran, startZoobreak, zoobreak } from '../../kit/zoobreak.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const EXAMPLES = new URL('../../../examples/', import.meta.url);
const SHORT = ['--target', 'sim', '--time-limit', '8', '--nemesis-interval', '2', '--seed', '3'];
const OWN = [
  '--workload',
  './numbers.ts',
  '--nemesis',
  'kill,./nap.ts',
  '--checker',
  './prompt.ts',
];

let folder: string;
let ran: Ran;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-own-'));
  for (const [kind, name] of Object.entries({
    workload: 'numbers',
    nemesis: 'nap',
    checker: 'prompt',
  }))
    await cp(new URL(`${kind}.ts`, EXAMPLES), join(folder, `${name}.ts`));
  /** Executing any of them leaves a trace. */
  await writeFile(join(folder, 'trace.ts'), TRACE);
  for (const name of ['numbers', 'nap', 'prompt'])
    await appendFile(join(folder, `${name}.ts`), "\nimport './trace.ts';\n");
  ran = await zoobreak(['run', ...SHORT, ...OWN, '--json'], { folder });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await rm(MARK, { force: true });
});

const TRACE = `import { appendFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(join(tmpdir(), `zoobreak-executed-${process.pid}`))}, '.');
`;
const MARK = join(tmpdir(), `zoobreak-executed-${process.pid}`);
beforeEach(() => rm(MARK, { force: true }));
const isExecuted = () => existsSync(MARK);

const call = (...args: readonly string[]) => zoobreak(args, { folder });
const OF_EVERY_RUN: ReadonlySet<string> = new Set(TRACE_CHECKS);
/** The checks of a run but for those that every run gets. */
const checksIn = ({ out }: Ran): readonly { readonly name: string }[] =>
  JSON.parse(out).runs[0].checks.filter(
    ({ name }: { readonly name: string }) => !OF_EVERY_RUN.has(name),
  );
const latest = () => realpath(join(folder, 'results/latest'));

/** A copy of the run, as somebody else would have it. */
async function copied(change: (run: string) => Promise<unknown> = async () => {}): Promise<string> {
  const copy = join(await mkdtemp(join(folder, 'theirs-')), 'run');
  await cp(await latest(), copy, { recursive: true });
  await change(copy);
  return copy;
}

describe('a run', () => {
  test('is judged by the checkers of both, under both faults', () => {
    const [run] = JSON.parse(ran.out).runs;
    expect(run).toMatchObject({ name: 'numbers-kill+nap-sim', valid: true });
    expect(checksIn(ran)).toMatchObject([
      { name: 'run', valid: true },
      { name: 'unique', valid: true },
      { name: 'prompt', valid: true },
    ]);
    expect(run.coverage['nap verified']).toBeGreaterThan(0);
    expect(run.coverage['kill verified']).toBeGreaterThan(0);
  });

  test('names the files in the command to run it again', () =>
    expect(JSON.parse(ran.out).runs[0].again).toContain(
      '--workload ./numbers.ts --nemesis kill,./nap.ts --checker ./prompt.ts',
    ));

  test('stores each source with its digest, and what it imports', async () => {
    const { plan } = JSON.parse(await readFile(join(await latest(), 'test.json'), 'utf8'));
    expect(plan).toMatchObject({
      ...{ workload: 'numbers', nemeses: ['kill', 'nap'], checkers: ['prompt'] },
      modules: [
        { kind: 'workload', name: 'numbers', path: './numbers.ts' },
        { kind: 'nemesis', name: 'nap', path: './nap.ts' },
        { kind: 'checker', name: 'prompt', path: './prompt.ts' },
      ],
    });
    for (const { file, sha256, imports } of plan.modules) {
      expect(sha256).toMatch(new RegExp(`^${file.slice(0, 12)}`));
      expect(imports).toHaveLength(1);
      expect(await readdir(join(await latest(), 'modules', file, '..'))).toContain('trace.ts');
    }
  });
});

describe('stored results of somebody else, without --trust, execute nothing', () => {
  test('check: what needs no code of theirs is decided, the rest is unknown', async () => {
    const checked = await call('check', await copied(), '--json');
    expect(isExecuted()).toBe(false);
    expect(checksIn(checked)).toMatchObject([
      { name: 'run', valid: true },
      { name: 'unique', valid: 'unknown', why: expect.stringContaining('--trust executes it') },
      { name: 'prompt', valid: 'unknown', why: expect.stringContaining('prompt.ts') },
    ]);
    expect(checked.code).toBe(2);
  });

  test('check --checker: a checker that the user names is executed, those of the run are not', async () => {
    await writeFile(join(folder, 'mine.ts'), MINE);
    const checked = await call(
      'check',
      await copied(),
      '--checker',
      './mine.ts,register',
      '--json',
    );
    expect(isExecuted()).toBe(false);
    expect(checksIn(checked)).toMatchObject([
      ...[{ name: 'run' }, { name: 'unique' }, { name: 'prompt', valid: 'unknown' }],
      { name: 'mine', valid: true },
      { name: 'register', valid: 'unknown', why: expect.stringContaining('found operation take') },
    ]);
  });

  test.each(['replay', 'shrink'])('%s: refused, naming the code', async verb => {
    const { code, err } = await call(verb, await copied());
    expect(err).toMatch(/found the workload numbers, whose code came with the results.*--trust/);
    expect({ code, executed: isExecuted() }).toEqual({ code: 254, executed: false });
  });

  test('report', async () => {
    expect((await call('report', await copied())).code).toBe(0);
    expect(isExecuted()).toBe(false);
  });

  test('serve', async () => {
    const { child, ended } = startZoobreak(['serve', '--port', '0'], { folder });
    const url = await new Promise<string>(resolve =>
      child.stdout?.on('data', chunk => resolve(String(chunk).trim())),
    );
    const page = await (await fetch(url)).text();
    child.kill('SIGINT');
    await ended;
    expect(page).toContain('numbers-kill+nap-sim');
    expect(isExecuted()).toBe(false);
  });
});

const MINE = `import type { Checker } from 'zoobreak';
const mine: Checker = { name: 'mine', perKey: true, check: () => ({ valid: true, counts: {} }) };
export default mine;
`;

describe('with --trust', () => {
  test('check gives the verdict of the run', async () => {
    const copy = await copied();
    expect(checksIn(await call('check', copy, '--trust', '--json'))).toEqual(checksIn(ran));
    expect(isExecuted()).toBe(true);
  });

  test('the stored source is what runs, not the file that it came from', async () => {
    const copy = await copied();
    const source = join(folder, 'numbers.ts');
    const text = await readFile(source, 'utf8');
    await writeFile(source, 'throw new Error("not this one")');
    const checked = await call('check', copy, '--trust', '--json');
    await writeFile(source, text);
    expect(checked.code).toBe(0);
  });

  test('a source that was changed is refused, and not executed', async () => {
    const copy = await copied(async run => {
      await rm(join(run, 'manifest.json'));
      const [first] = await readdir(join(run, 'modules'));
      await appendFile(join(run, 'modules', String(first), 'trace.ts'), '// evil');
    });
    const { err, out } = await call('replay', copy, '--trust');
    expect(err + out).toMatch(/expected the source that the run used, sha256/);
    expect(isExecuted()).toBe(false);
  });

  test('replay gives the same history', async () => {
    const { code, out } = await call('replay', await copied(), '--trust', '--quiet');
    expect(out).toMatch(/^identical: /);
    expect(code).toBe(0);
  });
});

test('in worker threads: --test-count', async () => {
  const { out, code } = await call('run', ...SHORT, ...OWN, '--test-count', '2', '--json');
  expect(JSON.parse(out).runs).toMatchObject([{ valid: true }, { valid: true }]);
  expect(code).toBe(0);
});

test('in the configuration file and in a matrix, a list of entries among built-in ones', async () => {
  const config = `import { defineConfig } from 'zoobreak';
export default defineConfig({ target: 'sim', timeLimit: 4, nemesisInterval: 0.5, matrix: { nemeses: ['none', 'kill+./nap.ts'] } });`;
  await writeFile(join(folder, 'zoobreak.config.ts'), config);
  await writeFile(
    join(folder, 'both.ts'),
    "import numbers from './numbers.ts';\nexport default [numbers, { ...numbers, name: 'again' }];",
  );
  const workloads = ['--workloads', './both.ts,register'];
  const { out } = await call('matrix', ...workloads, '--seeds', '1', '--json');
  await rm(join(folder, 'zoobreak.config.ts'));
  expect(
    JSON.parse(out)
      .runs.map(({ name }: { name: string }) => name)
      .sort(),
  ).toEqual([
    ...['again-kill+nap-sim', 'again-none-sim', 'numbers-kill+nap-sim', 'numbers-none-sim'],
    ...['register-kill+nap-sim', 'register-none-sim'],
  ]);
  await rm(MARK);
  expect((await call('merge', 'results')).code).toBe(0);
  expect(isExecuted()).toBe(false);
});

describe('refused in one line, with 254', () => {
  test.each([
    [
      'a file with several workloads',
      ['--workload', './both.ts'],
      'expected one workload, found numbers, again',
    ],
    [
      'a name that is taken',
      ['--nemesis', './kill.ts'],
      'expected a name that no other nemesis has, found kill',
    ],
    [
      'a file of another kind',
      ['--nemesis', './numbers.ts'],
      'expected its default export to be a nemesis',
    ],
    ['a profile by name', ['--profile', 'mine'], 'zetcd, or the path of a file, found "mine"'],
    ['a checker that is not there', ['--checker', 'registr'], 'Did you mean "register"?'],
  ])('%s', async (_, flags, why) => {
    const nap = await readFile(join(folder, 'nap.ts'), 'utf8');
    await writeFile(join(folder, 'kill.ts'), nap.replaceAll("name: 'nap'", "name: 'kill'"));
    const { code, err } = await call('run', '--target', 'sim', ...flags);
    expect(err).toContain(why);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(254);
  });
});
