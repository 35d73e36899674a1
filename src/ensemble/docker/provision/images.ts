/** Builds our two images where the engine does not have them: with a registry Debian's base image is
 *  pulled, without one it is made by debootstrap from Debian's packages. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shell } from 'zx/core';
import { connect } from '../engine.ts';
import { digestOf, imagesFolder, ourImages } from '../image.ts';
import { must } from './must.ts';
import { mayInstall, type Say, whyNotInstall } from './say.ts';

const SUITE = 'bookworm';
const PULLED_BASE = `debian:${SUITE}-slim`;
const MADE_BASE = `zoobreak/base:${SUITE}`;
const PULL_LIMIT = '5m';
const LOOK_LIMIT_MS = 10_000;

/** Skips at once where both are present: their tags are the hash of what they are built from. */
export async function ensureImages(say: Say): Promise<void> {
  const { tools, server } = ourImages();
  if ((await isPresent(tools)) && (await isPresent(server))) return;
  const { $ } = await import('zx/core');
  const shell = $({ quiet: true });
  await requireCommand(shell, say, 'docker', 'docker-cli');
  const base = await baseImage(say);
  for (const [target, name] of [
    ['tools', tools],
    ['server', server],
  ]) {
    say(`Building ${name}`);
    const folder = imagesFolder();
    await must(
      `docker build of ${name}`,
      shell`docker build -q --build-arg BASE=${base} --target ${target} -t ${name} ${folder}`,
    );
  }
}

async function isPresent(name: string): Promise<boolean> {
  const signal = AbortSignal.timeout(LOOK_LIMIT_MS);
  return (await digestOf(await connect(), name, signal)) !== undefined;
}

/** Installs the packages that bring a command, where it is missing and may be installed. */
async function requireCommand(
  shell: Shell,
  say: Say,
  command: string,
  ...packages: readonly string[]
): Promise<void> {
  const { exitCode } = await shell({ nothrow: true })`command -v ${command}`;
  if (exitCode === 0) return;
  if (!mayInstall()) throw new Error(`the command ${command}: ${whyNotInstall('it')}`);
  const { aptInstall } = await import('./apt.ts');
  await aptInstall(say, ...packages);
}

/** The name of Debian's base image, once the engine has it. */
export async function baseImage(say: Say): Promise<string> {
  for (const name of [MADE_BASE, PULLED_BASE]) if (await isPresent(name)) return name;
  const { $ } = await import('zx/core');
  const shell = $({ quiet: true });
  say(`Pulling ${PULLED_BASE}`);
  const pulled = await shell({ nothrow: true, timeout: PULL_LIMIT })`docker pull -q ${PULLED_BASE}`;
  if (pulled.exitCode === 0) return PULLED_BASE;
  say(`No registry answers: making ${MADE_BASE} from Debian's packages with debootstrap`);
  await makeBase(shell, say);
  return MADE_BASE;
}

async function makeBase(shell: Shell, say: Say): Promise<void> {
  await requireCommand(shell, say, 'debootstrap', 'debootstrap', 'debian-archive-keyring');
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-base-'));
  try {
    await must('debootstrap', shell`debootstrap --variant=minbase ${SUITE} ${folder}`);
    await must('docker import', shell`tar -C ${folder} -c . | docker import - ${MADE_BASE}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
