/** The command line on five machines: the guide from its first command to its last, and what goes wrong. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ran, startZoobreak, zoobreak } from '../kit/zoobreak.ts';
import { guideBlock } from './ssh-guide.ts';
import {
  docker,
  knownHosts,
  leftAs,
  newKey,
  nodesText,
  onHost,
  startHosts,
  statesOf,
  type TestHost,
  type TestHosts,
  USER,
} from './ssh-hosts.ts';

const run = promisify(execFile);
/** The guide's machines. RFC 5737: addresses for documentation. */
const DOCUMENTED = /192\.0\.2\.1(\d)/g;
/** Of a run that must fail before it begins. */
const RUN: readonly string[] = `run --target ssh --username ${USER} --sudo --time-limit 5`.split(
  ' ',
);

let machines: TestHosts;
beforeAll(async () => {
  machines = await startHosts(5);
});
afterAll(() => machines.remove());

const placeOf = ({ home }: TestHosts) => ({
  folder: home,
  environment: { HOME: home, SSH_AUTH_SOCK: '' },
});

/** The command line as the user of the machines calls it. */
function call(...args: readonly string[]): Promise<Ran> {
  return zoobreak(args, placeOf(machines));
}

/** A file in the user's home that names these. */
async function nodesFile(name: string, ...hosts: readonly TestHost[]): Promise<string> {
  await writeFile(join(machines.home, name), nodesText(hosts));
  return name;
}

describe('the guide', () => {
  test('leads from five fresh machines to a verdict, and leaves them as they were', async () => {
    const before = await statesOf(machines.hosts);
    await typed(await guideBlock('name the machines'));
    const [doctor, started, cleaned] = (await guideBlock('From doctor to verdict')).split('\n');
    expect(await guided(doctor)).toMatchObject({ code: 0 });
    const { code, out } = await guided(started);
    expect(out).toMatch(/^VALID {2}register-partition\+kill\+pause\+clock-ssh-nodes-5$/m);
    expect(code).toBe(0);
    expect((await guided(cleaned)).out).toBe('ssh: nothing to remove\n');
    await leftAs(before, machines.hosts);
  });
});

/** Types a block of the guide, with the addresses of our machines for its own. */
async function typed(block: string): Promise<void> {
  await run('bash', ['-euc', ours(block)], {
    cwd: machines.home,
    env: { ...process.env, HOME: machines.home, PATH: `${await openSsh()}:${process.env.PATH}` },
  });
}

function ours(text: string): string {
  return text.replace(DOCUMENTED, (_, nth: string) => machines.host(Number(nth) - 1).address);
}

/** Calls a line of the guide. Its run is cut to what its faults need to bite. */
function guided(line = ''): Promise<Ran> {
  const words = ours(line).replace('--time-limit 120', '--time-limit 15').split(' ');
  expect(words.splice(0, 2)).toEqual(['npx', 'zoobreak']);
  const { folder, environment } = placeOf(machines);
  const quick = { ZOOBREAK_NEMESIS_INTERVAL: '2', ZOOBREAK_SEED: '3' };
  return zoobreak(words, {
    folder,
    environment: words[0] === 'run' ? { ...environment, ...quick } : environment,
  });
}

/** A folder with an ssh-keyscan, which is not on every machine that can run the tests. */
async function openSsh(): Promise<string> {
  const folder = join(machines.home, 'bin');
  await mkdir(folder);
  const command = join(folder, 'ssh-keyscan');
  await writeFile(
    command,
    `#!/bin/sh\nexec docker exec ${machines.host(0).container} ssh-keyscan "$@"\n`,
  );
  await chmod(command, 0o755);
  return folder;
}

describe('doctor', () => {
  test('finds a machine by its alias in ~/.ssh/config, and says what it lacks without --sudo', async () => {
    const config = `Host first\n  HostName ${machines.host(0).address}\n  User ${USER}\n`;
    await writeFile(join(machines.home, '.ssh/config'), config);
    await writeFile(join(machines.home, 'alias.txt'), 'first\n');
    const { code, out } = await call('doctor', '--target', 'ssh', '--nodes-file', 'alias.txt');
    expect(out).toContain(`first  zoo@${machines.host(0).address}  not asked for  17.`);
    expect(out).toContain('first: no partition faults: expected nft or iptables to work');
    expect(code).toBe(0);
  });
});

describe('what keeps a run from starting', () => {
  /** One line that names the host and what is wrong; nothing is left on any host. */
  async function refused(why: RegExp, ...flags: readonly string[]): Promise<void> {
    const before = await statesOf(machines.hosts);
    const { code, err } = await call(...RUN, ...flags);
    expect(err).toMatch(why);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(254);
    await leftAs(before, machines.hosts);
  }

  test('a key that the hosts do not know', async () => {
    await newKey(machines.home, 'stranger');
    const one = await nodesFile('one.txt', machines.host(0));
    await refused(
      /login as zoo on port 22 was refused: expected a key that it accepts, found the key .*stranger/,
      ...['--nodes-file', one, '--ssh-private-key', join(machines.home, '.ssh/stranger')],
    );
  });

  test("a host's key that is not the recorded one", async () => {
    const [first, second] = [machines.host(0), machines.host(1)];
    const recorded = (await knownHosts([second])).replace(second.address, first.address);
    await writeFile(join(machines.home, 'changed'), recorded + (await knownHosts([second])));
    const two = await nodesFile('two.txt', first, second);
    await refused(
      /its key has CHANGED: expected SHA256:/,
      '--nodes-file',
      two,
      '--known-hosts',
      'changed',
    );
  });

  test("a host's key that nobody recorded", async () => {
    await writeFile(join(machines.home, 'half'), await knownHosts([machines.host(1)]));
    const two = await nodesFile('two.txt', machines.host(0), machines.host(1));
    await refused(
      /its key is not known: .* ssh-keyscan /,
      '--nodes-file',
      two,
      '--known-hosts',
      'half',
    );
  });

  test('a host with a full disk', async () => {
    const small = await machines.add('--tmpfs', `/home/${USER}:size=64m,uid=1000,mode=755`);
    const known = await knownHosts([...machines.hosts, small]);
    await writeFile(join(machines.home, 'with-small'), known);
    const all = await nodesFile('all.txt', ...machines.hosts, small);
    await refused(
      /expected 300 MB free in \/home\/zoo, found \d+: make room/,
      ...['--nodes-file', all, '--known-hosts', 'with-small'],
    );
  });

  test('a host without Java', async () => {
    await onHost(machines.host(2), 'mv /usr/bin/java /usr/bin/java.away');
    await refused(/expected a Java runtime, found no java/, '--nodes-file', 'hosts.txt');
    await onHost(machines.host(2), 'mv /usr/bin/java.away /usr/bin/java');
  });

  test('a sudo that asks for a password', async () => {
    const rule = '/etc/sudoers.d/zoobreak';
    await onHost(
      machines.host(3),
      `cp -p ${rule} /root/rule && echo '${USER} ALL=(ALL) ALL' > ${rule}`,
    );
    await refused(/expected sudo to work without a password for zoo/, '--nodes-file', 'hosts.txt');
    await onHost(machines.host(3), `mv /root/rule ${rule}`);
  });

  test('a server that ends at once: its log, and its archive is taken back', async () => {
    const before = await statesOf(machines.hosts);
    await mkdir(join(machines.home, 'broken/lib'), { recursive: true });
    await writeFile(join(machines.home, 'broken/lib/zookeeper-9.9.9.jar'), 'no jar');
    const { code, err } = await call(...RUN, '--nodes-file', 'hosts.txt', '--server', './broken');
    expect(err).toMatch(/never formed: the server of n\d exited with status 1;.*QuorumPeerMain/s);
    expect(code).toBe(255);
    await leftAs(before, machines.hosts);
  });
});

describe('a host that dies in mid-run', () => {
  test('is named, the run is unknown, and nothing is left on the others', async () => {
    const others = machines.hosts.slice(0, 4);
    const before = await statesOf(others);
    const args = [...RUN, '--nodes-file', 'hosts.txt', '--time-limit', '8'];
    const { ended } = startZoobreak(args, placeOf(machines));
    await whenLoaded();
    await docker('kill', machines.host(4).container);
    const ran = await ended;
    const lost = `${machines.host(4).address}: the connection was lost and could not be made again`;
    expect(ran).toMatchObject({ code: 2, out: expect.stringContaining(lost) });
    await leftAs(before, others);
  });
});

/** Resolves when clients of the newest run have been answered. */
async function whenLoaded(): Promise<void> {
  const history = join(machines.home, 'results/latest/history.jsonl');
  await expect
    .poll(() => run('grep', ['-c', '"ok"', history]).catch(() => undefined), { timeout: 60_000 })
    .toBeDefined();
  await realpath(history);
}
