/** What the shim of a disk (docker/images/tools/disk-shim.c) does to a process that writes: here one of Node's. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const SOURCE = fileURLToPath(new URL('../../../docker/images/tools/disk-shim.c', import.meta.url));
const FLAGS = '-O2 -shared -fPIC -nostdlib -ffreestanding -fno-stack-protector'.split(' ');
/** Fields of disk.h, in their order. */
const FIELDS = [
  ...['covering', 'write_error', 'sync_error', 'shorten', 'one_in', 'delay_us', 'die_in'],
  ...['calls', 'failed', 'shortened', 'delayed', 'syncs'],
] as const;
type Field = (typeof FIELDS)[number];
type Fields = Partial<Record<Field, number>>;

const canCompile =
  process.platform === 'linux' && spawnSync('cc', ['--version']).error === undefined;

describe.skipIf(!canCompile)('a process under the shim of a disk', () => {
  let folder: string;
  const at = (...path: string[]): string => join(folder, ...path);
  const text = (...path: string[]): Promise<string> => readFile(at(...path), 'utf8');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zoobreak-disk-'));
    execFileSync('cc', [...FLAGS, `-DDISK_FOLDER="${folder}"`, '-o', at('disk.so'), SOURCE]);
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    for (const name of ['data', 'log', 'durable']) {
      await rm(at(name), { recursive: true, force: true });
      await mkdir(at(name));
    }
    await writeFile(at('data', 'old'), '0123456789');
    await cp(at('data'), at('durable', 'data'), { recursive: true });
    await mkdir(at('durable', 'log'));
  });

  /** Runs `script` with the functions of node:fs and `data`, the folder of the data, on such a disk. */
  async function run(script: string, fields: Fields = { covering: 1 }): Promise<string> {
    const page = Buffer.alloc(8 * FIELDS.length);
    for (const [index, name] of FIELDS.entries())
      page.writeBigUInt64LE(BigInt(fields[name] ?? 0), 8 * index);
    await writeFile(at('control'), page);
    const whole = `const data = ${JSON.stringify(at('data'))}; with (require('fs')) { ${script} }`;
    const env = { ...process.env, LD_PRELOAD: at('disk.so') };
    return (await promisify(execFile)(process.execPath, ['-e', whole], { env })).stdout;
  }

  async function count(name: Field): Promise<number> {
    return Number((await readFile(at('control'))).readBigUInt64LE(8 * FIELDS.indexOf(name)));
  }

  describe('whose power fails keeps', () => {
    test('the bytes before an fsync, and none after it', async () => {
      await run(`const f = openSync(data + '/log.1', 'w');
        writeSync(f, 'abc'); fsyncSync(f); writeSync(f, 'def');`);
      expect(await text('data', 'log.1')).toBe('abcdef');
      expect(await text('durable', 'data', 'log.1')).toBe('abc');
    });
    test('of bytes written again those before the last fsync', async () => {
      await run(`const f = openSync(data + '/old', 'r+');
        writeSync(f, 'x', 2); fdatasyncSync(f); writeSync(f, 'y', 5);`);
      expect(await text('durable', 'data', 'old')).toBe('01x3456789');
    });
    test('bytes on both sides of a hole', async () => {
      await run(`const f = openSync(data + '/log.1', 'w');
        writeSync(f, 'a', 100_000); writeSync(f, 'b', 0); fsyncSync(f); writeSync(f, 'c', 50_000);`);
      const kept = await text('durable', 'data', 'log.1');
      expect([kept.length, kept[0], kept[50_000], kept[100_000]]).toEqual([
        100_001,
        'b',
        '\0',
        'a',
      ]);
    });
    test('no new file without an fsync after it', async () => {
      await run(`writeFileSync(data + '/new', 'abc'); mkdirSync(data + '/folder');`);
      expect(await readdir(at('durable', 'data'))).toEqual(['old']);
    });
    test('a new file, without its bytes, after the fsync of another file', async () => {
      await run(`writeFileSync(data + '/new', 'abc');
        const f = openSync(data + '/old', 'r+'); fsyncSync(f);`);
      expect(await text('durable', 'data', 'new')).toBe('');
    });
    test('the file that was renamed over another one, under its old name without an fsync', async () => {
      const replaced = `const f = openSync(data + '/tmp', 'w'); writeSync(f, 'new'); fsyncSync(f);
        renameSync(data + '/tmp', data + '/old');`;
      await run(replaced);
      expect(await text('durable', 'data', 'old')).toBe('0123456789');
      expect(await text('durable', 'data', 'tmp')).toBe('new');
      await run(`${replaced} fsyncSync(f);`);
      expect(await text('durable', 'data', 'old')).toBe('new');
      expect(existsSync(at('durable', 'data', 'tmp'))).toBe(false);
    });
    test('a removed file, and one that was cut, without an fsync', async () => {
      await run(`truncateSync(data + '/old', 4);`);
      expect(await text('durable', 'data', 'old')).toBe('0123456789');
      await run(`unlinkSync(data + '/old');`);
      expect(await text('durable', 'data', 'old')).toBe('0123456789');
    });
    test('a file as it was cut before an fsync', async () => {
      await run(`const f = openSync(data + '/old', 'r+'); ftruncateSync(f, 4); fsyncSync(f);`);
      expect(await text('durable', 'data', 'old')).toBe('0123');
    });
    test('what was there before the durable tree was made', async () => {
      await run(
        `writeFileSync(data + '/early', 'abc'); renameSync(data + '/early', data + '/old');`,
        {},
      );
      await cp(at('data'), at('durable', 'data'), { recursive: true });
      await run(`const f = openSync(data + '/log.1', 'w'); fsyncSync(f);`);
      expect(await text('durable', 'data', 'old')).toBe('abc');
    });
    test('what it had, when it dies at an fsync', async () => {
      const script = `const f = openSync(data + '/log.1', 'w');
        for (const each of 'abc') { writeSync(f, each); fsyncSync(f); }`;
      await expect(run(script, { covering: 1, die_in: 2 })).rejects.toMatchObject({
        signal: 'SIGKILL',
      });
      expect(await text('data', 'log.1')).toBe('ab');
      expect(await text('durable', 'data', 'log.1')).toBe('a');
    });
  });

  /** Prints the code of an error, or what was returned. */
  const said = (act: string): string =>
    `try { process.stdout.write(String(${act}) + ' '); } catch (e) { process.stdout.write(e.code + ' '); }`;
  const twice = `const f = openSync(data + '/old', 'r+'); ${said("writeSync(f, 'abcd')").repeat(2)}`;

  describe('whose disk fails', () => {
    test('is refused a write, and no read, for want of space', async () => {
      const out = await run(`${twice} ${said("readFileSync(data + '/old')")}`, { write_error: 28 });
      expect(out).toBe('ENOSPC ENOSPC 0123456789 ');
      expect(await count('failed')).toBe(2);
    });
    test('makes no new file for want of space', async () => {
      expect(await run(said("openSync(data + '/new', 'w')"), { write_error: 28 })).toBe('ENOSPC ');
      expect(existsSync(at('data', 'new'))).toBe(false);
    });
    test('is refused one write in two', async () =>
      expect(await run(twice, { write_error: 5, one_in: 2 })).toBe('EIO 4 '));
    test('writes half at each call, and so calls until all is written', async () => {
      expect(await run(twice, { shorten: 1 })).toBe('4 4 ');
      expect(await text('data', 'old')).toBe('abcdabcd89');
      expect(await count('shortened')).toBe(4);
    });
    test('is refused an fsync, which covers nothing then', async () => {
      const script = `const f = openSync(data + '/old', 'r+'); writeSync(f, 'x'); ${said('fsyncSync(f)')}`;
      expect(await run(script, { covering: 1, sync_error: 5 })).toBe('EIO ');
      expect(await text('durable', 'data', 'old')).toBe('0123456789');
    });
    test('waits for an fsync', async () => {
      const script = `const f = openSync(data + '/old', 'r+'); const from = Date.now(); fsyncSync(f);
        process.stdout.write(String(Date.now() - from));`;
      expect(Number(await run(script, { delay_us: 100_000 }))).toBeGreaterThanOrEqual(99);
      expect(await count('delayed')).toBe(1);
    });
    test('writes elsewhere as ever', async () => {
      const script = `writeFileSync(${JSON.stringify(at('elsewhere'))}, 'abc');`;
      await run(script, { write_error: 5, shorten: 1 });
      expect(await text('elsewhere')).toBe('abc');
    });
  });
});
