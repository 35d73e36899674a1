/** The entry of the ssh target. Hosts serve one ensemble at a time. */

import type { TargetEntry, TargetOptions } from '../entry.ts';
import { SHIPPED_VERSIONS } from '../profile.ts';
import { hostsOf, INSTALLED, type SshOptions } from './options.ts';
import { IMPOSSIBLE } from './undisturbed.ts';

type Options = TargetOptions & { readonly ssh: SshOptions };

export const ssh: TargetEntry = {
  name: 'ssh',
  doc: 'machines of your own, named by `--nodes-file`: docs/ssh.md is the guide',
  remedy: '`npx zoobreak doctor --target ssh` shows every machine.',
  servers: {
    default: INSTALLED,
    names: [INSTALLED],
    others: 'an archive or folder to upload',
    isOther: server => /[:/@]/.test(server) && !SHIPPED_VERSIONS.includes(server),
  },
  cannot: IMPOSSIBLE,
  takes: [
    'nodesFile',
    'username',
    'sshPrivateKey',
    'sshPort',
    'knownHosts',
    'sudo',
    'serverConfig',
  ],
  needs: ['nodesFile'],
  lacks: [{ name: 'reconfiguration', why: 'the ssh target does not enable it' }],
  hosts: ({ nodesFile }) =>
    typeof nodesFile === 'string'
      ? { count: hostsOf({ nodesFile }).length, origin: nodesFile }
      : undefined,
  examine: async (options: Options, server, signal) =>
    (await import('./hosts-table.ts')).examination(options, server, signal),
  open: async (options: Options) => (await import('./target.ts')).sshTarget(options),
};
