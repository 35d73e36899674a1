/** Where the shims of a host are compiled: there, or here where the machines are alike. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hostFile } from './link.ts';
import type { HostFacts } from './survey.ts';

export type ShimMaker = 'host' | 'here' | 'nobody';

const run = promisify(execFile);

/** The library NAME.so, for a folder of a run. */
export interface Shim {
  readonly name: 'clock' | 'disk';
  /** The C file first. */
  readonly sources: readonly string[];
  /** What it is compiled with, for that folder: the paths of its files. */
  define(folder: string): string;
}

const sourcesOf = (...names: readonly string[]): readonly string[] =>
  names.map(name => hostFile(`images/tools/${name}`));

export const CLOCK_SHIM: Shim = {
  name: 'clock',
  sources: sourcesOf('clock-shim.c', 'raw.h', 'skew.h'),
  define: folder => `-DSKEW_FILE="${folder}/clock"`,
};

export const DISK_SHIM: Shim = {
  name: 'disk',
  sources: sourcesOf('disk-shim.c', 'disk.h', 'durable.h', 'raw.h'),
  define: folder => `-DDISK_FOLDER="${folder}"`,
};

const FLAGS: readonly string[] =
  '-O2 -shared -fPIC -nostdlib -ffreestanding -fno-stack-protector'.split(' ');

/** Node's names of machines, as `uname -m` has them. */
const MACHINES: ReadonlyMap<string, string> = new Map([
  ['x64', 'x86_64'],
  ['arm64', 'aarch64'],
]);

export async function shimMaker({ cc, arch: machine }: HostFacts): Promise<ShimMaker> {
  if (cc !== '') return 'host';
  if (platform() !== 'linux' || MACHINES.get(arch()) !== machine) return 'nobody';
  return run('cc', ['--version']).then(
    (): ShimMaker => 'here',
    (): ShimMaker => 'nobody',
  );
}

/** Compiles a shim here for a folder of a host, and gives its path to `use`. */
export async function withShim(
  { name, sources, define }: Shim,
  hostFolder: string,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-shim-'));
  try {
    const [source = ''] = sources;
    const path = join(folder, `${name}.so`);
    await run('cc', [...FLAGS, define(hostFolder), '-o', path, source]);
    await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
