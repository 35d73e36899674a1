/** Machines for tests of the ssh target: containers with an ssh server on a network of their own, set up
 *  by the commands of the guide. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ssh2 from 'ssh2';
import { expect } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Target } from '../../src/contract.ts';
import { baseImage } from '../../src/ensemble/docker/provision/images.ts';
import { sshTarget } from '../../src/ensemble/ssh/target.ts';
import { silentLog } from '../../src/log.ts';
import { guideBlock } from './ssh-guide.ts';

const run = promisify(execFile);
const FOLDER = fileURLToPath(new URL('./ssh-host', import.meta.url));
const IMAGE = 'zoobreak-test/ssh-host';
/** On everything these tests make, with the process that made it. */
const LABEL = 'zoobreak-test.ssh';
export const USER = 'zoo';

export interface TestHost {
  readonly container: string;
  readonly address: string;
  readonly address6: string;
}

export interface TestHosts {
  readonly hosts: readonly TestHost[];
  /** By its place in `hosts`. @throws RangeError where there is none. */
  host(index: number): TestHost;
  /** A folder to be the user's home here, with `.ssh/id_ed25519`, `.ssh/known_hosts` and hosts.txt. */
  readonly home: string;
  /** Starts one more, with options of `docker run`; the nodes file does not name it. */
  add(...options: readonly string[]): Promise<TestHost>;
  remove(): Promise<void>;
}

/** The target on these machines. */
export function sshTargetOn({ home }: Pick<TestHosts, 'home'>): Target {
  const ssh = {
    nodesFile: nodesFileIn(home),
    username: USER,
    sshPrivateKey: join(home, '.ssh/id_ed25519'),
    knownHosts: join(home, '.ssh/known_hosts'),
    sudo: true,
  };
  return sshTarget({ log: silentLog, clock: systemClock(), ssh });
}

/** What a command in a host prints, as root. */
export async function onHost({ container }: TestHost, script: string): Promise<string> {
  return docker('exec', container, 'bash', '-c', script);
}

export async function docker(...args: readonly string[]): Promise<string> {
  return (await run('docker', args, { maxBuffer: 2 ** 26 })).stdout.trim();
}

/** Starts `count` hosts that accept one new key. */
export async function startHosts(count: number): Promise<TestHosts> {
  await removeLeftOvers();
  const image = await hostImage();
  const network = `zoobreak-test-ssh-${process.pid}`;
  const subnet = `fd00:${(process.pid & 0xffff).toString(16)}::/64`;
  await docker(
    'network',
    'create',
    '--label',
    `${LABEL}=${process.pid}`,
    '--ipv6',
    '--subnet',
    subnet,
    network,
  );
  const home = await mkdtemp(join(tmpdir(), 'zoobreak-ssh-home-'));
  const key = await newKey(home);
  const names: string[] = [];
  const add: TestHosts['add'] = async (...options) => {
    const name = `${network}-${names.length + 1}`;
    names.push(name);
    const host = await startHost(name, image, ['--network', network, ...options]);
    await authorize(host, key);
    return host;
  };
  const hosts = await Promise.all(Array.from({ length: count }, () => add()));
  await writeFile(nodesFileIn(home), nodesText(hosts));
  await writeFile(join(home, '.ssh/known_hosts'), await knownHosts(hosts));
  return {
    hosts,
    host: index => {
      const found = hosts[index];
      if (found === undefined) throw new RangeError(`no host ${index}`);
      return found;
    },
    home,
    add,
    remove: async () => {
      await docker('rm', '--force', '--volumes', ...names);
      await docker('network', 'rm', network);
      await rm(home, { recursive: true });
    },
  };
}

function nodesFileIn(home: string): string {
  return join(home, 'hosts.txt');
}

/** A nodes file that names these. */
export function nodesText(hosts: readonly TestHost[]): string {
  return hosts.map(({ address }) => `${address}\n`).join('');
}

/** What a run could have changed on a host: packet filter, processes, files, clock (in whole minutes off
 * this machine's). */
export async function stateOf(host: TestHost): Promise<readonly string[]> {
  const seen = await onHost(
    host,
    `nft list ruleset
     ps -eo args= | grep -v -e '^ps ' -e '^bash -c' -e '^sshd: ' -e '^\\[' -e '^grep' -e '^sort' | sort
     find /home /root /tmp /var/tmp /etc /usr/local -printf '%p %s\\n' | sort
     echo "clock $((($(date +%s) - ${Math.round(Date.now() / 1000)} + 30) / 60))"`,
  );
  return seen.split('\n');
}

/** The same of each of these. */
export function statesOf(hosts: readonly TestHost[]): Promise<readonly (readonly string[])[]> {
  return Promise.all(hosts.map(stateOf));
}

/** Checks that hosts are left as they were: a shell ends a moment after its connection. */
export function leftAs(
  before: readonly (readonly string[])[],
  hosts: readonly TestHost[],
): Promise<void> {
  return expect.poll(() => statesOf(hosts), { timeout: 15_000, interval: 500 }).toEqual(before);
}

/** The contents of known_hosts for the hosts as they are now. */
export async function knownHosts(hosts: readonly TestHost[]): Promise<string> {
  const lines = hosts.map(async host => {
    const [type, key] = (await onHost(host, 'cat /etc/ssh/ssh_host_ed25519_key.pub')).split(' ');
    return `${host.address} ${type} ${key}\n`;
  });
  return (await Promise.all(lines)).join('');
}

async function hostImage(): Promise<string> {
  const base = await baseImage(() => {});
  const setup = await guideBlock('each machine');
  const { stdout } = await run('docker', [
    'build',
    '-q',
    '--build-arg',
    `BASE=${base}`,
    '--build-arg',
    `SETUP=${setup}`,
    '-t',
    IMAGE,
    FOLDER,
  ]);
  return stdout.trim().split('\n').at(-1) ?? IMAGE;
}

async function startHost(
  name: string,
  image: string,
  options: readonly string[],
): Promise<TestHost> {
  const label = `${LABEL}=${process.pid}`;
  const own = ['--name', name, '--hostname', name, '--label', label];
  await docker('run', '--detach', '--init', '--cap-add', 'NET_ADMIN', ...own, ...options, image);
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{.GlobalIPv6Address}}{{end}}';
  const [address = '', address6 = ''] = (await docker('inspect', '-f', format, name)).split(' ');
  return { container: name, address, address6 };
}

/** Makes a key pair in `<home>/.ssh`; gives the public half. */
export async function newKey(home: string, name = 'id_ed25519'): Promise<string> {
  const keys = ssh2.utils.generateKeyPairSync('ed25519');
  await mkdir(join(home, '.ssh'), { recursive: true });
  await writeFile(join(home, '.ssh', name), keys.private, { mode: 0o600 });
  return keys.public;
}

/** Resolves when its ssh server answers. */
async function authorize(host: TestHost, key: string): Promise<void> {
  const folder = `/home/${USER}/.ssh`;
  await onHost(
    host,
    `install -d -o ${USER} -g ${USER} -m 700 ${folder} && echo '${key}' > ${folder}/authorized_keys
     until (exec 3<>/dev/tcp/127.0.0.1/22) 2>/dev/null; do sleep 0.1; done`,
  );
}

/** Those of test processes that are gone. */
async function removeLeftOvers(): Promise<void> {
  for (const [kind, remove] of [
    ['container', ['rm', '--force', '--volumes']],
    ['network', ['network', 'rm']],
  ] as const) {
    const listed = await docker(
      ...(kind === 'container' ? ['ps', '--all'] : ['network', 'ls']),
      '--filter',
      `label=${LABEL}`,
      '--format',
      `{{.ID}} {{.Label "${LABEL}"}}`,
    );
    for (const line of listed.split('\n').filter(Boolean)) {
      const [id = '', pid] = line.split(' ');
      if (!isAlive(Number(pid))) await docker(...remove, id);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
