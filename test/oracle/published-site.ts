/** A published site of 50 runs on the sim: built twice it is the same, byte for byte, and every run in it,
 *  copied out and judged again, has the verdict that it was published with. Exits with 1 where not. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const MATRIX = [
  ...['--workloads', 'register,lock,queue,set,config', '--nemeses', 'none,partition+kill'],
  ...['--seeds', '1..5', '--time-limit', '3', '--nemesis-interval', '1', '--target', 'sim'],
];

const root = mkdtempSync(join(tmpdir(), 'zoobreak-site-'));
const matrix = zoobreak('matrix', ...MATRIX);
process.stdout.write(`${matrix.stdout.trimEnd().split('\n').at(-1)}\n`);
for (const site of ['one', 'two']) zoobreak('publish', 'results', '--site', site);
zoobreak('publish', 'results', '--site', 'two');
const isSame = bytesOf('one') === bytesOf('two');
process.stdout.write(
  `built twice: ${isSame ? 'identical' : 'DIFFERENT'}, sha256 ${bytesOf('one')}\n`,
);
const copies = runsIn('one').map((run, at) => ({ run, copy: join(root, 'copies', String(at)) }));
for (const { run, copy } of copies) cpSync(run, copy, { recursive: true });
zoobreak('check', '--json', ...copies.map(({ copy }) => copy));
const wrong = copies.filter(({ run, copy }) => verdictIn(run) !== verdictIn(copy));
process.stdout.write(`${copies.length} runs judged again, ${wrong.length} otherwise\n`);
rmSync(root, { recursive: true });
process.exitCode = isSame && wrong.length === 0 ? 0 : 1;

function zoobreak(...args: string[]): { readonly stdout: string; readonly status: number | null } {
  return spawnSync(process.execPath, [MAIN, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Returns a digest of all names and contents below a folder. */
function bytesOf(folder: string): string {
  const hash = createHash('sha256');
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  for (const path of paths.toSorted())
    hash.update(path.slice(join(root, folder).length)).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

function runsIn(site: string): string[] {
  const runs = join(root, site, 'runs');
  return readdirSync(runs).flatMap(family =>
    readdirSync(join(runs, family)).map(start => join(runs, family, start)),
  );
}

/** The whole verdict: checks, counts, anomalies. */
function verdictIn(run: string): string {
  return readFileSync(join(run, 'verdict.json'), 'utf8');
}
