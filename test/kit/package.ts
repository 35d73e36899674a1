/** The two packages as `npm pack` makes them, and an empty project outside the repository that has them. */
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { KINDS } from '../../src/cli/actions/init.ts';
import type { Ran } from './zoobreak.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'dist', 'results', '.git']);
/** What a project installs beside zoobreak to type-check and test its own files. */
const TOOLS: readonly string[] = ['vitest', 'typescript', '@types/node'];

export const run = promisify(execFile);

/** Paths of the tarballs. */
export interface Packed {
  readonly zoobreak: string;
  readonly elle: string;
}

/** Packs a copy of the sources into `folder`, with what an earlier build left behind:
 *  dist/src/gone.js. */
async function pack(folder: string): Promise<Packed> {
  const copy = join(folder, 'sources');
  const filter = (path: string): boolean => !LEFT_OUT.has(basename(relative(ROOT, path)));
  await cp(ROOT, copy, { recursive: true, filter });
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  await mkdir(join(copy, 'dist/src'), { recursive: true });
  await writeFile(join(copy, 'dist/src/gone.js'), '');
  const flags = ['--workspaces', '--include-workspace-root', '--pack-destination', folder];
  await run('npm', ['pack', ...flags], { cwd: copy });
  const packed = await readdir(folder);
  const tarball = (name: string): string =>
    join(folder, packed.find(file => file.startsWith(name) && file.endsWith('.tgz')) ?? name);
  return { zoobreak: tarball('zoobreak-'), elle: tarball('elle-ts-port-') };
}

/** Makes a project at `folder` with the packages installed; what they depend on comes from the repository, so
 *  that no registry is asked. */
async function installPackages(folder: string, packages: readonly string[]): Promise<void> {
  const modules = join(folder, 'node_modules');
  for (const tarball of packages) await unpack(tarball, modules);
  const { dependencies, bin } = JSON.parse(
    await readFile(join(modules, 'zoobreak/package.json'), 'utf8'),
  );
  const names = [...Object.keys(dependencies), ...TOOLS].filter(name => name !== 'elle-ts-port');
  for (const name of names) await link(join(ROOT, 'node_modules', name), join(modules, name));
  await link(join(modules, 'zoobreak', bin.zoobreak), join(modules, '.bin/zoobreak'));
  await chmod(join(modules, 'zoobreak', bin.zoobreak), 0o755);
  for (const tool of ['vitest', 'tsc'])
    await link(join(ROOT, 'node_modules/.bin', tool), join(modules, '.bin', tool));
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }\n');
}

async function unpack(tarball: string, modules: string): Promise<void> {
  const name = basename(tarball).replace(/-\d.*$/, '');
  await mkdir(join(modules, name), { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', join(modules, name), '--strip-components=1']);
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await symlink(target, path);
}

/** The command line of the installed package, as a user types it. */
export function zoobreakIn(folder: string, ...args: readonly string[]): Promise<Ran> {
  return run('npx', ['zoobreak', ...args], { cwd: folder }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ code, out: stdout, err: stderr }),
  );
}

/** Runs with a file of each kind, named as its kind. The model is not part of a run: it judges the history. */
export const OWN: readonly string[] = [
  ...['--workload', './my-workload.ts', '--nemesis', './my-nemesis.ts,kill'],
  ...['--checker', './my-checker.ts', '--profile', './my-profile.ts'],
  ...['--reporter', './my-reporter.ts', '--time-limit', '8', '--nemesis-interval', '1'],
  ...['--seed', '7'],
];

/** Makes an empty project with the packages in it, and a file of each kind in the project. */
export async function ownProject(folder: string): Promise<Packed> {
  const packed = await pack(folder);
  await installPackages(join(folder, 'project'), [packed.zoobreak, packed.elle]);
  for (const kind of KINDS) await zoobreakIn(join(folder, 'project'), 'init', kind, `my-${kind}`);
  return packed;
}
