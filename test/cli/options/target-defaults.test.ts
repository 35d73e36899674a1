import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../../src/cli/options/command-line.ts';
import type { Settings } from '../../../src/cli/options/config.ts';
import { planOf } from '../../../src/cli/options/plan.ts';
import { validate } from '../../../src/cli/options/settings.ts';
import { gather } from '../../../src/cli/options/settings-sources.ts';
import { withTargetDefaults } from '../../../src/cli/options/target-defaults.ts';
import { targets } from '../../../src/ensemble/registry.ts';
import { ALLOWED } from '../../kit/allowed-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'zoobreak-hosts-'));
const nodesFile = join(folder, 'hosts.txt');
writeFileSync(nodesFile, 'h1\nh2\nh3\nh4\nh5\n');
afterAll(() => rmSync(folder, { recursive: true }));

const settle = (flags: Record<string, unknown>): Settings =>
  validate(
    withTargetDefaults(gather({ flags: { target: 'ssh', ...flags }, environment: {} }), targets),
    ALLOWED,
  );

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
    [
      { nodesFile, server: '3.9.6' },
      '--server: expected installed, or an archive or folder to upload, found "3.9.6"',
    ],
    [{ nodesFile, sshPort: '0' }, '--ssh-port: expected a whole number from 1 to 65535'],
    [{ target: 'docker', server: 'installed' }, 'found "installed". It is for --target ssh.'],
  ])('%j is refused', (flags, why) => expect(() => settle(flags)).toThrow(why));
});
