/** What fails around zoobreak: one line says what, the code says how, and what was stored can be read. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startZoobreak, zoobreak } from '../kit/zoobreak.ts';

const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-failures-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...flags: string[]): string[] => ['run', '--target', 'sim', '--seed', '1', ...flags];

test('results that cannot be written: one line, and nothing was run', async () => {
  const at = await mkdtemp(join(folder, 'file-'));
  await writeFile(join(at, 'results'), 'a file');
  const { code, err } = await zoobreak(run('--time-limit', '2'), { folder: at });
  expect(err).toContain(
    `zoobreak: ${join(at, 'results')}: expected a folder for results that can be written, found ENOTDIR`,
  );
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(code).toBe(254);
});

/** In a namespace of mounts of its own, the machine's stay as they are. */
const ownMounts = ['-m', 'sh', '-c'];
const mayMount = ((): boolean => {
  try {
    execFileSync('unshare', [...ownMounts, 'mount -t tmpfs none /mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!mayMount)(
  'a disk that is full in mid-run: one line names file and reason',
  async () => {
    const at = await mkdtemp(join(folder, 'full-'));
    const command = `mount -t tmpfs -o size=300k none '${at}' && cd '${at}' && '${process.execPath}' '${MAIN}' ${run('--time-limit', '30').join(' ')}`;
    const ended = await promisify(execFile)('unshare', [...ownMounts, command]).catch(
      error => error,
    );
    expect(ended.code).toBe(255);
    expect(ended.stderr).toMatch(
      /^zoobreak crashed: .*\/[\w.]+: expected to write (it|\d+ bytes), found ENOSPC: .*$/m,
    );
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
  },
);

test.skipIf(!mayMount)('results that can only be read: one line, and nothing was run', async () => {
  const at = await mkdtemp(join(folder, 'read-only-'));
  const readOnly = `mount --bind '${at}' '${at}' && mount -o remount,ro,bind '${at}' && cd '${at}'`;
  const command = `${readOnly} && '${process.execPath}' '${MAIN}' ${run('--time-limit', '2').join(' ')}`;
  const ended = await promisify(execFile)('unshare', [...ownMounts, command]).catch(error => error);
  expect(ended.code).toBe(254);
  expect(ended.stderr).toMatch(/^zoobreak: .*: expected a folder for results that can be written/);
});

test('results that are removed in mid-run: a crash that names the file, not a verdict', async () => {
  const at = await mkdtemp(join(folder, 'removed-'));
  const { child, ended } = startZoobreak(run('--time-limit', '600', '--rate', '5'), { folder: at });
  const stored = join(at, 'results/latest');
  await expect
    .poll(() => existsSync(join(stored, 'history.jsonl')), { timeout: 20_000 })
    .toBe(true);
  await rm(join(at, 'results'), { recursive: true });
  child.kill('SIGINT');
  const { out, err } = await ended;
  expect(err).toMatch(/^CRASH: .*ENOENT.*results/m);
  expect(`${out}${err}`).not.toMatch(/^VALID/m);
});

test.each([20, 28])('%i open files at most: 255, not the 1 that means invalid', async most => {
  const command = `ulimit -n ${most}; exec '${process.execPath}' '${MAIN}' ${run('--time-limit', '2').join(' ')}`;
  const ended = await promisify(execFile)('sh', ['-c', command], { cwd: folder }).catch(
    error => error,
  );
  expect(ended.code).toBe(255);
  expect(ended.stderr).toMatch(/^zoobreak crashed: EMFILE: too many open files/);
});

test('a window that is closed stops the load, and the run is judged and stored', async () => {
  const at = await mkdtemp(join(folder, 'hangup-'));
  const flags = run('--workload', 'register', '--time-limit', '600', '--rate', '5');
  const { child, ended } = startZoobreak(flags, { folder: at });
  const stored = join(at, 'results/latest');
  await expect
    .poll(() => existsSync(join(stored, 'history.jsonl')), { timeout: 20_000 })
    .toBe(true);
  child.kill('SIGHUP');
  expect((await ended).code).toBe(130);
  expect(JSON.parse(await readFile(join(stored, 'test.json'), 'utf8')).ending).toBe('stopped');
  expect(await readdir(stored)).toContain('verdict.json');
});

describe('a history that is larger than the memory', () => {
  const small = { environment: { NODE_OPTIONS: '--max-old-space-size=40' } };
  let at: string;
  beforeAll(async () => {
    at = await mkdtemp(join(folder, 'memory-'));
    const write = (count: number): string =>
      Array.from({ length: count }, (_, value) =>
        ['invoke', 'ok'].map(
          type => `${JSON.stringify({ type, process: 0, f: 'write', value })}\n`,
        ),
      )
        .flat()
        .join('');
    await writeFile(join(at, 'large.jsonl'), write(300_000));
    await writeFile(join(at, 'small.jsonl'), write(1));
  });

  test('is unknown, and the files after it are judged', async () => {
    const args = ['check', '--model', 'register', 'large.jsonl', 'small.jsonl'];
    const { code, out, err } = await zoobreak(args, { folder: at, ...small });
    expect(out).toMatch(
      /^large\.jsonl: unknown: it ran out of its \d+ MB; NODE_OPTIONS=--max-old-space-size=\d+ /,
    );
    expect(out).toContain('small.jsonl: valid');
    expect(err).toBe('');
    expect(code).toBe(2);
  });

  test('is judged where the memory suffices', async () => {
    const { code, out } = await zoobreak(['check', '--model', 'register', 'large.jsonl'], {
      folder: at,
    });
    expect(out).toContain('large.jsonl: valid (objects 1, invoked 300000');
    expect(code).toBe(0);
  });
});

test('a run whose history is larger than the memory is unknown to check, and keeps its verdict', async () => {
  const at = await mkdtemp(join(folder, 'memory-of-run-'));
  const flags = run('--workload', 'register', '--time-limit', '5');
  expect((await zoobreak(flags, { folder: at })).code).toBe(0);
  const stored = join(at, 'results/latest');
  const before = await readFile(join(stored, 'verdict.json'), 'utf8');
  const nemesis = `${JSON.stringify({ type: 'info', process: 'nemesis', f: 'said', value: 'x'.repeat(500), time: 1 })}\n`;
  await writeFile(join(stored, 'history.jsonl'), nemesis.repeat(200_000));
  await rm(join(stored, 'manifest.json'));
  const environment = { NODE_OPTIONS: '--max-old-space-size=50' };
  const { code, err } = await zoobreak(['check', stored], { folder: at, environment });
  expect(err).toMatch(
    /: unknown: it ran out of its \d+ MB; NODE_OPTIONS=--max-old-space-size=\d+ /,
  );
  expect(code).toBe(2);
  expect(await readFile(join(stored, 'verdict.json'), 'utf8')).toBe(before);
});
