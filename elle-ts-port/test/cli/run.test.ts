import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { lettersHistory } from '../../src/index.ts';

let folder = '';
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elle-ts-'));
  const write = async (name: string, letters: string): Promise<void> => {
    const lines = lettersHistory(letters, 'list-append').map(event => JSON.stringify(event));
    await writeFile(file(name), `${lines.join('\n')}\n`);
  };
  await write('good.jsonl', 'ax1 ; rx1');
  await write('bad.jsonl', 'rxay1 | ryax1');
  await write('orders.jsonl', 'ax1 | ax2 | rx12 | rx21');
  await write('reads.jsonl', 'rx');
  await writeFile(
    file('good.edn'),
    '{:type :ok :process 0 :value [[:append 1 1]]}\n{:type :ok :process 0 :value [[:r 1 [1]]]}',
  );
  await writeFile(file('broken.jsonl'), '{"type":');
  await mkdir(file('folder'));
  await mkdir(file('other'));
  await write('other/bad.jsonl', 'rxay1 | ryax1');
  await writeFile(
    file('keys.jsonl'),
    ['\\ud800', 'k'.repeat(400), '../../x'].map(disagreeing).join('\n'),
  );
});
/** Two reads of a key that no order explains. */
function disagreeing(key: string): string {
  const reads = ['[1,2]', '[2,1]'].map(
    list => `{"type":"ok","process":0,"value":[["r","${key}",${list}]]}`,
  );
  return reads.join('\n');
}
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command; answers its exit code and what it said. */
async function elle(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  const said = { out: '', error: '' };
  const code = await run(argv, {
    out: text => {
      said.out += `${text}\n`;
    },
    error: text => {
      said.error += `${text}\n`;
    },
  });
  return { code, ...said };
}

describe('exit codes', () => {
  it.each([
    [0, ['good.jsonl']],
    [0, ['good.edn']],
    [1, ['bad.jsonl']],
    [2, ['reads.jsonl']],
    [1, ['reads.jsonl', 'bad.jsonl', 'good.jsonl']],
    [2, ['good.jsonl', 'reads.jsonl']],
    [255, ['bad.jsonl', 'broken.jsonl']],
    [255, ['nothing-here.jsonl']],
  ])('%i for %o', async (code, names) => {
    expect((await elle(...names.map(file))).code).toBe(code);
  });

  it('a file that cannot be read is an error, and those after it are judged', async () => {
    const { code, out, error } = await elle(...['broken.jsonl', 'bad.jsonl'].map(file));
    expect(code).toBe(255);
    expect(error).toContain('broken.jsonl: line ');
    expect(out).toContain('bad.jsonl');
  });

  it.each([
    [
      ['--workload', 'bank', 'x.jsonl'],
      /--workload: expected list-append or rw-register, found "bank"/,
    ],
    [['--output', 'xml', 'x.jsonl'], /--output: expected text or json, found "xml"/],
    [['--model', 'acid', 'x.jsonl'], /model: expected one of .*serializable.*found "acid"/],
    [['--model', 'none,serializable', 'x.jsonl'], /--model: expected none alone/],
    [['--no-such-option', 'x.jsonl'], /no-such-option/],
    [[], /FILE: expected at least one/],
    [[''], /FILE: expected a path/],
    [['--directory', '', 'x.jsonl'], /--directory: expected a path/],
    [['--directory', 'out', 'a/x.jsonl', 'b/x.jsonl'], /expected files of different names/],
  ])('254 for %o', async (argv, message) => {
    const { code, error } = await elle(...argv);
    expect(code).toBe(254);
    expect(error).toMatch(message);
  });

  it.each([
    [0, ['--model', 'snapshot-isolation']],
    [1, ['--model', 'snapshot-isolation,serializable']],
    [1, ['--model', 'snapshot-isolation', '--model', 'serializable']],
    [1, ['--model', 'snapshot-isolation', '--anomaly', 'G2']],
    [0, ['--model', 'none', '--anomaly', 'G0,G1c']],
  ])('%i: models and anomalies decide, %o', async (code, options) => {
    expect((await elle(file('bad.jsonl'), ...options)).code).toBe(code);
  });
});

describe('output', () => {
  it('text begins with the file and its verdict, and explains', async () => {
    const { out } = await elle(file('bad.jsonl'));
    expect(out).toContain(`${file('bad.jsonl')}\tfalse\n  G2-item: 1\n  not: repeatable-read\n`);
    expect(out).toContain(
      '- However, T2 < T1, because T2 observed the initial (nil) state of "y", which T1 created by appending 1: a contradiction!',
    );
  });

  it('json is one object a file, with all keys also where all is well', async () => {
    const { out } = await elle('--output', 'json', file('good.jsonl'), file('bad.jsonl'));
    const [good, bad] = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(good).toEqual({
      file: file('good.jsonl'),
      valid: true,
      'anomaly-types': [],
      anomalies: {},
      not: [],
      'also-not': [],
    });
    expect(bad).toMatchObject({
      valid: false,
      'anomaly-types': ['G2-item'],
      not: ['repeatable-read'],
    });
  });

  it('a broken file is named with the line', async () => {
    const { error } = await elle(file('broken.jsonl'));
    expect(error).toContain(`${file('broken.jsonl')}: line 1: expected a JSON object`);
  });
});

it('a file that cannot be read is named, and the others are judged', async () => {
  const { code, error, out } = await elle(file('folder'), file('bad.jsonl'));
  expect(code).toBe(255);
  expect(error).toMatch(new RegExp(`${file('folder')}: EISDIR`));
  expect(out).toContain('G2-item');
});

it('verdicts that cannot be written are an error, not an invalid history', async () => {
  const bin = fileURLToPath(new URL('../../bin/elle-ts.mjs', import.meta.url));
  const child = spawn(process.execPath, [bin, '--help'], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.destroy();
  const [code] = await once(child, 'exit');
  expect(code).toBe(255);
});

describe('the directory', () => {
  it('that is a file is an error that names it, after the verdict', async () => {
    const { code, error, out } = await elle(file('bad.jsonl'), '--directory', file('good.jsonl'));
    expect(code).toBe(255);
    expect(error).toContain(
      `--directory: expected a folder to write to, found ${file('good.jsonl')}`,
    );
    expect(out).toContain('G2-item');
  });

  it('holds a table of every key, for any name', async () => {
    const directory = file('names');
    await elle(file('keys.jsonl'), '--directory', directory);
    const tables = await readdir(join(directory, 'incompatible-order'));
    expect(tables.sort()).toEqual(['%3F.html', '..%2F..%2Fx.html', 'key-1.html']);
  });

  it('gets explanations and pictures', async () => {
    const directory = file('out');
    await elle(file('bad.jsonl'), '--directory', directory);
    const files = await readdir(directory, { recursive: true });
    expect(files.sort()).toEqual(['G2-item', 'G2-item.txt', 'G2-item/0.svg', 'sccs', 'sccs/0.svg']);
    expect(await readFile(join(directory, 'G2-item.txt'), 'utf8')).toMatch(
      /^G2-item #1\nLet:\n {2}T1 = /,
    );
  });

  it('gets a table of incompatible reads; of several files each in its own folder', async () => {
    const directory = file('several');
    await elle(file('orders.jsonl'), file('good.jsonl'), '--directory', directory);
    const page = join(directory, 'orders.jsonl', 'incompatible-order', 'x.html');
    expect(await readFile(page, 'utf8')).toContain('<h1>All committed reads of &quot;x&quot;</h1>');
  });
});
