import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../../src/cli/options/command-line.ts';
import { withHosts } from '../../../src/cli/options/hosts.ts';
import { planOf } from '../../../src/cli/options/plan.ts';
import { type Settings, validate } from '../../../src/cli/options/settings.ts';
import { gather } from '../../../src/cli/options/settings-sources.ts';
import { hostsTable } from '../../../src/cli/verbs/doctor-hosts.ts';

const NAMES = {
  workloads: ['register'],
  nemeses: ['none'],
  targets: ['docker', 'ssh'],
  servers: ['3.9.6'],
  bugs: [],
  observed: [],
  taking: { fencing: [], naive: [] },
};

const folder = mkdtempSync(join(tmpdir(), 'zoobreak-hosts-'));
const nodesFile = join(folder, 'hosts.txt');
writeFileSync(nodesFile, 'h1\nh2\nh3\nh4\nh5\n');
afterAll(() => rmSync(folder, { recursive: true }));

const settle = (flags: Record<string, unknown>): Settings =>
  validate(withHosts(gather({ flags: { target: 'ssh', ...flags }, environment: {} })), NAMES);

describe('--target ssh', () => {
  test('has as many nodes as the file names, and what is installed on them', () =>
    expect(settle({ nodesFile })).toMatchObject({ nodes: 5, server: 'installed', sudo: false }));

  test('its observers are among them', () =>
    expect(settle({ nodesFile, observers: '2' })).toMatchObject({ nodes: 3, observers: 2 }));

  test('may use fewer, and an archive', () => {
    const server = './apache-zookeeper-3.9.3-bin.tar.gz';
    expect(settle({ nodesFile, nodes: '3', server })).toMatchObject({ nodes: 3, server });
  });

  test('the command to run again names the machines and how they are reached', () => {
    const flags = { username: 'zoo', sshPort: '2222', sshPrivateKey: 'k', knownHosts: 'h' };
    const again = runCommand(planOf(settle({ nodesFile, ...flags, sudo: true }), 1));
    expect(again).toContain(
      `--nodes-file ${nodesFile} --username zoo --ssh-private-key k --ssh-port 2222 --known-hosts h --sudo `,
    );
  });

  test.each([
    [{}, '--target ssh: expected --nodes-file'],
    [{ nodesFile: '/nowhere' }, '--nodes-file: expected a file that names one host a line'],
    [{ nodesFile, nodes: '6' }, '--nodes: expected at most 5 nodes'],
    [{ nodesFile, server: '3.9.6' }, '--server 3.9.6: with --target ssh expected installed'],
    [{ nodesFile, sshPort: '0' }, '--ssh-port: expected a whole number from 1 to 65535'],
    [{ target: 'docker', server: 'installed' }, '--server installed: expected --target ssh'],
  ])('%j is refused', (flags, why) => expect(() => settle(flags)).toThrow(why));
});

test('the table: a line a host, what is missing in capitals, what to do under it', () => {
  const problem = 'expected a Java runtime, found none: install one';
  const filter = 'zoo is not root: add --sudo';
  const table = hostsTable([
    {
      host: 'h1',
      findings: new Map([
        ['login', { found: 'zoo@10.0.0.1' }],
        ['java', { found: 'none', problem }],
        ['filter', { found: 'none', problem: filter, optional: 'partition' }],
      ]),
    },
  ]);
  expect(table.split('\n')).toEqual([
    'host  login         sudo  java            server  filter          clock shim  disk  ports  clock',
    'h1    zoo@10.0.0.1  -     MISSING (none)  -       MISSING (none)  -           -     -      -',
    `h1: ${problem}`,
    `h1: no partition faults: ${filter}`,
    '',
  ]);
});
