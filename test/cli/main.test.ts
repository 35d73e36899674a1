import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { zoobreak } from './zoobreak.ts';

/** Each test starts processes. */
vi.setConfig({ testTimeout: 60_000 });

/** A write of 1, then a read of `seen`, as the lines of a history file. */
const history = (seen: number): string =>
  [
    { type: 'invoke', process: 0, f: 'write', value: 1 },
    { type: 'ok', process: 0, f: 'write', value: 1 },
    { type: 'invoke', process: 1, f: 'read', value: null },
    { type: 'ok', process: 1, f: 'read', value: seen },
  ]
    .map(event => `${JSON.stringify(event)}\n`)
    .join('');

const FILES = {
  'good.jsonl': history(1),
  'bad.jsonl': history(0),
  'broken.jsonl': `${history(1)}{"type":"invoke","process":0,"f":"read"\n`,
  'cut.jsonl': `${history(1)}{"type":"inv`,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true }));

const check = (...args: string[]) =>
  zoobreak(['check', '--model', 'cas-register', ...args], { folder });

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

  test('a document larger than a pipe arrives whole', async () => {
    const { out } = await check('--json', ...Array.from({ length: 500 }, () => 'bad.jsonl'));
    expect(out.length).toBeGreaterThan(2 ** 17);
    expect(JSON.parse(out)).toMatchObject({ valid: false });
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
    ['an unknown server', ['run', '--server', '3.9.99'], '--server: expected one of 3.4.13'],
    ['no such configuration', ['run', '--config', 'none.ts'], '--config: expected a file'],
    [
      'a model that does not exist',
      ['check', '--model', 'registr', 'good.jsonl'],
      'Did you mean "register"?',
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
    const { code, out, err } = await zoobreak(args, { folder });
    expect(err).toContain(message);
    expect(out).toBe('');
    expect(code).toBe(254);
  });
});

describe('no engine: what to do, 254', () => {
  test.each([['run'], ['clean']])('%s', async verb => {
    const environment = { DOCKER_HOST: 'tcp://127.0.0.1:1' };
    const { code, err } = await zoobreak([verb], { folder, environment });
    expect(err).toContain('no Docker engine answers at tcp://127.0.0.1:1');
    expect(err).toContain('`npm start` provisions an engine');
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

describe('run --print-config: the plan, from flag over variable over file over default', () => {
  test('as JSON, without an ensemble', async () => {
    await writeFile(
      join(folder, 'zoobreak.config.ts'),
      'export default { nodes: 5, rate: 7, keys: 3 } as const;\n',
    );
    const { code, out } = await zoobreak(['run', '--print-config', '--keys', '9', '--seed', '4'], {
      folder,
      environment: { ZOOBREAK_RATE: '8' },
    });
    expect(JSON.parse(out)).toMatchObject({ nodes: 5, rate: 8, keys: 9, seed: 4, concurrency: 10 });
    expect(code).toBe(0);
  });
});
