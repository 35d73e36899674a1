/** Where the clock shim of a host is compiled: there, or here where the machines are alike. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hostFile } from './link.ts';
import type { HostFacts } from './survey.ts';

export type ShimMaker = 'host' | 'here' | 'nobody';

const run = promisify(execFile);

/** The sources, to be compiled on a host. */
export const SHIM_SOURCES: readonly string[] = ['clock-shim.c', 'raw.h', 'skew.h'].map(name =>
  hostFile(`images/tools/${name}`),
);

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

/** Compiles it here for a host's clock file, and gives its path to `use`. */
export async function withShim(
  clockFile: string,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-shim-'));
  try {
    const [source = ''] = SHIM_SOURCES;
    const path = join(folder, 'clock.so');
    await run('cc', [...FLAGS, `-DSKEW_FILE="${clockFile}"`, '-o', path, source]);
    await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
