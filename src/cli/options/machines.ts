/** Options of targets: how machines are reached, and bugs to plant. The entry of a target lists the options
 * it takes. A configuration file may name machines and still be used with another target. */
import type { ZodType } from 'zod';
import { referenceTo } from '../../store/modules.ts';
import type { SshPlan, TestPlan } from '../../store/records/plan.ts';
import type { Names, Schemas } from './row.ts';

export const machines = {
  nodesFile: {
    kind: 'text',
    value: '<file>',
    group: 'Machines',
    help: 'file with one machine per line: a host, an address, or an alias of ~/.ssh/config',
    elsewhere: 'ignored',
    schema: (s: Schemas): ZodType<string> => s.text('the path of a file'),
    toPlan: (nodesFile: string): SshPart<'nodesFile'> => ({ ssh: { nodesFile } }),
    fromPlan: ({ ssh }: TestPlan): string | undefined => ssh?.nodesFile,
  },
  username: {
    kind: 'text',
    value: '<name>',
    group: 'Machines',
    help: 'the user who logs in; default: as in ~/.ssh/config',
    elsewhere: 'ignored',
    schema: (s: Schemas): ZodType<string> => s.text('a name'),
    toPlan: (username: string): SshPart<'username'> => ({ ssh: { username } }),
    fromPlan: ({ ssh }: TestPlan): string | undefined => ssh?.username,
  },
  sshPrivateKey: {
    kind: 'text',
    value: '<file>',
    group: 'Machines',
    help: "the key to log in with; default: the ssh agent's keys and those of ~/.ssh",
    elsewhere: 'ignored',
    schema: (s: Schemas): ZodType<string> => s.text('the path of a file'),
    toPlan: (sshPrivateKey: string): SshPart<'sshPrivateKey'> => ({ ssh: { sshPrivateKey } }),
    fromPlan: ({ ssh }: TestPlan): string | undefined => ssh?.sshPrivateKey,
  },
  sshPort: {
    kind: 'number',
    value: '<port>',
    group: 'Machines',
    help: 'the port of the ssh servers; default: as in ~/.ssh/config',
    elsewhere: 'ignored',
    schema: (s: Schemas): ZodType<number> => s.wholeNumber(1, 65_535),
    toPlan: (sshPort: number): SshPart<'sshPort'> => ({ ssh: { sshPort } }),
    fromPlan: ({ ssh }: TestPlan): number | undefined => ssh?.sshPort,
  },
  knownHosts: {
    kind: 'text',
    value: '<file>',
    group: 'Machines',
    help: "known_hosts file with the machines' keys; default: as in ~/.ssh/config",
    elsewhere: 'ignored',
    schema: (s: Schemas): ZodType<string> => s.text('the path of a file'),
    toPlan: (knownHosts: string): SshPart<'knownHosts'> => ({ ssh: { knownHosts } }),
    fromPlan: ({ ssh }: TestPlan): string | undefined => ssh?.knownHosts,
  },
  sudo: {
    kind: 'switch',
    group: 'Machines',
    help: 'use sudo (without a password) for the packet filter',
    default: false,
    elsewhere: 'ignored',
    schema: (s: Schemas): ZodType<boolean> => s.yesOrNo(),
    toPlan: (sudo: boolean): SshPart<'sudo'> => ({ ssh: { sudo } }),
    fromPlan: ({ ssh }: TestPlan): true | undefined => (ssh?.sudo ? true : undefined),
  },
  bug: {
    kind: 'text',
    value: '<name>',
    group: 'Model',
    help: 'a bug to plant in the sim; see `zoobreak list bugs`',
    schema: (s: Schemas, { bugs }: Names): ZodType<string> => s.oneOf(bugs),
    toPlan: (bug: string): Pick<TestPlan, 'bug'> => ({ bug }),
    fromPlan: ({ bug }: TestPlan): string | undefined => bug,
  },
  serverConfig: {
    kind: 'list',
    value: '<key=value>',
    group: 'Server',
    help: 'a line for the configuration of every server, such as forceSync=no (repeat, or separate by commas)',
    schema: (s: Schemas): ZodType<readonly string[]> => s.assignments(),
    toPlan: (serverConfig: readonly string[]): Pick<TestPlan, 'serverConfig'> => ({ serverConfig }),
    fromPlan: ({ serverConfig }: TestPlan): string | undefined => serverConfig?.join(','),
  },
  profile: {
    kind: 'text',
    value: '<file>',
    group: 'Server',
    help: 'how to obtain and configure a compatible server: a name of `zoobreak list profiles`, or a file of your own',
    entries: 'profile',
    schema: (s: Schemas, { profiles }: Names): ZodType<string> =>
      s.nameOf(profiles, 'the path of a file'),
    toPlan: (profile: string): Pick<TestPlan, 'profile'> => ({ profile }),
    fromPlan: (plan: TestPlan): string | undefined =>
      plan.profile === undefined ? undefined : referenceTo(plan, 'profile', plan.profile),
  },
} as const;

type SshPart<K extends keyof SshPlan> = { readonly ssh: Pick<SshPlan, K> };
