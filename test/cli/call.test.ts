import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../../src/cli/call.ts';
import { fakeTerminal } from '../kit/fake-terminal.ts';
import { historyFolder } from '../kit/history-files.ts';
import { TEST, VERDICT } from '../kit/sample-records.ts';

let folder: string;
beforeAll(async () => {
  folder = await historyFolder();
});
afterAll(() => rm(folder, { recursive: true }));

async function zoobreak(args: readonly string[], environment: Record<string, string> = {}) {
  const terminal = { ...fakeTerminal(environment), folder };
  const code = await call(args, terminal);
  return { code, ...terminal.written };
}

const check = (...args: string[]) => zoobreak(['check', '--model', 'cas-register', ...args]);

describe('check FILE...: a line each, a summary, and the worst verdict as the code', () => {
  test('valid -> 0', async () => {
    const { code, out } = await check('good.jsonl');
    expect(out).toMatch(/^good\.jsonl: valid/);
    expect(out).toContain('1 files: 1 valid, 0 invalid, 0 unknown');
    expect(code).toBe(0);
  });

  test('invalid -> 1, also beside a cut file, whose verdict is unknown', async () => {
    const { code, out } = await check('good.jsonl', 'bad.jsonl', 'cut.jsonl');
    expect(out).toContain('bad.jsonl: invalid: ');
    expect(out).toContain('3 files: 1 valid, 1 invalid, 1 unknown');
    expect(code).toBe(1);
  });

  test('times that go back are told, beside the verdict', async () => {
    const lines = (await readFile(join(folder, 'good.jsonl'), 'utf8')).trim().split('\n');
    const [first, ...rest] = lines.map(line => ({ time: 0, ...JSON.parse(line) }));
    const events = [{ ...first, time: first.time + 60e9 }, ...rest];
    await writeFile(
      join(folder, 'back.jsonl'),
      events.map(event => JSON.stringify(event)).join('\n'),
    );
    const { code, err } = await check('good.jsonl', 'back.jsonl');
    expect(err).toMatch(
      /^back\.jsonl: the time of event 1 is \d+ ns before that of the event above it/,
    );
    expect(code).toBe(0);
  });

  test('unknown -> 2', async () => expect((await check('cut.jsonl')).code).toBe(2));

  test('--json: one object with the verdict of all', async () => {
    const { code, out } = await check('good.jsonl', 'bad.jsonl', '--json');
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      files: [
        { path: 'good.jsonl', valid: true },
        { path: 'bad.jsonl', valid: false },
      ],
    });
    expect(code).toBe(1);
  });

  test('--json beside a broken file: what was judged, and that the rest is not known', async () => {
    const { code, out, err } = await check('good.jsonl', 'broken.jsonl', '--json');
    expect(JSON.parse(out)).toMatchObject({
      valid: 'unknown',
      files: [{ path: 'good.jsonl', valid: true }],
    });
    expect(err).toContain('broken.jsonl: line 5');
    expect(code).toBe(254);
  });

  test('a model of one file, with the initial state', async () => {
    const model = join(import.meta.dirname, '../../examples/model.ts');
    const found = async (initial: string) =>
      (await zoobreak(['check', '--model', model, '--initial', initial, 'good.jsonl'])).out;
    expect(await found('0')).toMatch(/^good\.jsonl: valid/);
    expect(await found('2')).toContain('the growing-register was');
  });

  test('a model whose states are Maps', async () => {
    const checked = (file: string) => zoobreak(['check', '--model', './map.mjs', file]);
    expect((await checked('good.jsonl')).code).toBe(0);
    expect((await checked('bad.jsonl')).code).toBe(1);
  });

  test('the initial state counts', async () => {
    const { out } = await check('good.jsonl', '--initial', '0');
    expect(out).toMatch(/^good\.jsonl: valid/);
  });
});

describe('bad input: one error on stderr, nothing on stdout, 254', () => {
  test.each([
    ['an unknown verb', ['rnu'], "unknown command 'rnu'"],
    ['an unknown flag', ['run', '--nodse', '5'], 'Did you mean --nodes?'],
    [
      'no nodes',
      ['run', '--nodes', '0'],
      '--nodes: expected a whole number from 1 to 31, found 0.',
    ],
    ['an unknown workload', ['run', '--workload', 'regster'], 'Did you mean "register"?'],
    ['an unknown nemesis', ['run', '--nemesis', 'kil'], 'Did you mean "kill"?'],
    ['an unknown server', ['run', '--server', '3.9.x'], '--server: expected one of 3.4.13'],
    ['no such configuration', ['run', '--config', 'none.ts'], '--config: expected a file'],
    [
      'a model that does not exist',
      ['check', '--model', 'registr', 'good.jsonl'],
      'Did you mean "register"?',
    ],
    [
      'a model file that does not exist',
      ['check', '--model', './gone.ts', 'good.jsonl'],
      '--model ./gone.ts: expected a file, found nothing at',
    ],
    [
      'a file that is no model',
      ['check', '--model', './no-model.mjs', 'good.jsonl'],
      '--model ./no-model.mjs: expected its default export to be a model',
    ],
    [
      'a model whose step changes the state it is given',
      ['check', '--model', './changes.mjs', 'good.jsonl'],
      'expected its step to return a new state, found that it changed the one given, at write.',
    ],
    [
      'a model whose states cannot be told apart',
      ['check', '--model', './hidden.mjs', 'good.jsonl'],
      'or a key(state) that tells them apart, found a Hidden.',
    ],
    [
      'a model whose step throws',
      ['check', '--model', './throws.mjs', 'good.jsonl'],
      '--model ./throws.mjs: its step threw at write: Error: not mine',
    ],
    ['no model', ['check', 'good.jsonl'], '--model: expected one of register'],
    [
      'a format that does not exist',
      ['check', '--model', 'register', '--format', 'xml', 'good.jsonl'],
      '--format: expected one of jsonl',
    ],
    [
      'an initial state that is no JSON',
      ['check', '--model', 'register', '--initial', '{', 'good.jsonl'],
      '--initial: expected JSON',
    ],
    [
      'a file that does not exist',
      ['check', '--model', 'register', 'gone.jsonl'],
      'found nothing at',
    ],
    ['a folder that is no run', ['check', '.'], 'test.json: expected the record of a run'],
    [
      'a broken history',
      ['check', '--model', 'register', 'broken.jsonl'],
      'broken.jsonl: line 5: column 40: ',
    ],
    [
      'operations that the model has not',
      ['check', '--model', 'mutex', 'good.jsonl'],
      'found operation write',
    ],
  ] as const)('%s', async (_, args, message) => {
    const { code, out, err } = await zoobreak(args);
    expect(err).toContain(message);
    expect(out).toBe('');
    expect(code).toBe(254);
  });
});

describe('a stored record that is not as its schema says -> 254: one line that names file and place, no stack', () => {
  const run = 'results/register-none-sim/20261122T143000.000Z';
  beforeAll(async () => {
    await mkdir(join(folder, run), { recursive: true });
    const bad = { ...TEST, plan: { ...TEST.plan, nodes: 'three' } };
    await writeFile(join(folder, run, 'test.json'), JSON.stringify(bad));
    await writeFile(join(folder, run, 'verdict.json'), JSON.stringify(VERDICT));
    await mkdir(join(folder, 'results/matrix/1'), { recursive: true });
    await writeFile(join(folder, 'results/matrix/1/matrix.json'), '{"schema":1,"cells":[]}');
  });

  const plan = /test\.json: plan\.nodes: expected number, found "three"\. Restore the file/;
  test.each([
    [['check', run], plan],
    [['report', run], plan],
    [['replay', run], plan],
    [['shrink', run], plan],
    [['publish', 'results', '--site', 'public'], plan],
    [['merge', 'results'], /matrix\.json: shard: expected object, found nothing\./],
  ])('%j', async (args, message) => {
    const { code, out, err } = await zoobreak(args);
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(254);
  });
});

describe('what does not need an ensemble', () => {
  test('--help tells the exit codes', async () => {
    const { code, out } = await zoobreak(['--help']);
    expect(out).toContain('254  bad arguments');
    expect(code).toBe(0);
  });

  test('run --help tells every default', async () =>
    expect((await zoobreak(['run', '--help'])).out).toContain('(default: 2n)'));

  test('list --json tells what each workload claims', async () => {
    const { code, out } = await zoobreak(['list', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      workloads: expect.arrayContaining([
        expect.objectContaining({
          name: 'register',
          claims: [{ reads: ['quorum'] }, { reads: ['sync'] }, { reads: ['local'] }].map(claim =>
            expect.objectContaining(claim),
          ),
        }),
      ]),
      servers: ['3.4.13', '3.8.0', '3.9.3', '3.9.6'],
    });
    expect(code).toBe(0);
  });
});

describe('list', () => {
  const list = (...args: string[]) => zoobreak(['list', ...args]);

  test('has a line for each entry, and no claims', async () => {
    const { out } = await list('workloads');
    const [title, ...lines] = out.trimEnd().split('\n');
    expect(title).toBe('Workloads (--workload)');
    expect(lines.length).toBe(JSON.parse((await list('workloads', '--json')).out).workloads.length);
    expect(out).toMatch(/^ {2}register +reads, writes and compare-and-sets of single znodes$/m);
    expect(out).not.toContain('source:');
  });

  test('tells all of a name, in whatever part it is', async () => {
    const { out, code } = await list('register');
    expect(out).toContain('--reads local claims: plain reads');
    expect(out).not.toContain('Nemeses');
    expect(code).toBe(0);
    expect((await list('partition')).out).toMatch(/ports: .+/);
    expect((await list('partition')).out).toContain('package: network');
    expect(JSON.parse((await list('kill', '--json')).out)).toEqual({
      nemeses: [expect.objectContaining({ name: 'kill' })],
    });
  });

  test('of a name that there is not says what is nearest', async () => {
    const { code, err } = await list('registre');
    expect(err).toContain('found "registre". Did you mean "register"?');
    expect(code).toBe(254);
  });
});

describe('run --print-config: the plan, from flag over variable over file over default', () => {
  test('as JSON, without an ensemble', async () => {
    await writeFile(
      join(folder, 'zoobreak.config.ts'),
      'export default { nodes: 5, rate: 7, keys: 3 } as const;\n',
    );
    const flags = ['--print-config', '--keys', '9', '--seed', '4'];
    const { code, out } = await zoobreak(['run', ...flags], { ZOOBREAK_RATE: '8' });
    expect(JSON.parse(out)).toMatchObject({ nodes: 5, rate: 8, keys: 9, seed: 4, concurrency: 10 });
    expect(code).toBe(0);
  });

  test.each([
    ['js', 'export default { nodes: 5 };'],
    ['mjs', 'export default { nodes: 5 };'],
    ['json', '{ "nodes": 5 }'],
  ])('zoobreak.config.%s is found too', async (ending, text) => {
    const path = join(folder, `zoobreak.config.${ending}`);
    await rm(join(folder, 'zoobreak.config.ts'), { force: true });
    await writeFile(path, text);
    const { out } = await zoobreak(['run', '--print-config']);
    await rm(path);
    expect(JSON.parse(out)).toMatchObject({ nodes: 5 });
  });

  test('two of them are one too many', async () => {
    for (const ending of ['ts', 'json'])
      await writeFile(join(folder, `zoobreak.config.${ending}`), '{}');
    const { code, err } = await zoobreak(['run', '--print-config']);
    for (const ending of ['ts', 'json']) await rm(join(folder, `zoobreak.config.${ending}`));
    expect(err).toContain('expected one file, found zoobreak.config.ts and zoobreak.config.json.');
    expect(code).toBe(254);
  });

  test('a JSON file that is none', async () => {
    await writeFile(join(folder, 'bad.json'), '{');
    const { code, err } = await zoobreak(['run', '--print-config', '--config', 'bad.json']);
    expect(err).toMatch(/^zoobreak: bad\.json: expected JSON, found other text: /);
    expect(code).toBe(254);
  });
});

test.each(['report', 'merge', 'shrink', 'replay'])(
  '%s of a file: one clear error, 254',
  async verb => {
    const { code, err } = await zoobreak([verb, 'good.jsonl']);
    expect(err).toContain(
      'good.jsonl: expected a folder of results, found a file. Name the folder',
    );
    expect(code).toBe(254);
  },
);
