/** The commands a user can type to get the same again. */
import type { SshPlan, TestPlan } from '../../store/plan.ts';

/** `npx zoobreak run --workload register ... --seed 7`: every option, so that no configuration changes it. */
export function runCommand(plan: TestPlan): string {
  const flags = Object.entries(flagsOf(plan)).map(([flag, value]) =>
    value === true ? flag : `${flag} ${quoted(`${value}`)}`,
  );
  return ['npx zoobreak run', ...flags].join(' ');
}

/** `npx zoobreak check results/...` */
export function checkCommand(folder: string): string {
  return `npx zoobreak check ${quoted(folder)}`;
}

function flagsOf(plan: TestPlan): Readonly<Record<string, string | number | true>> {
  return {
    '--workload': plan.workload,
    '--nemesis': plan.nemeses.join(','),
    '--target': plan.target,
    '--server': plan.server,
    '--nodes': plan.nodes,
    '--observers': plan.observers,
    '--concurrency': plan.concurrency,
    '--rate': plan.rate,
    '--time-limit': plan.timeLimitMs / 1000,
    '--nemesis-interval': plan.nemesisIntervalMs / 1000,
    '--keys': plan.keys,
    '--reads': plan.reads,
    '--clients': plan.clients,
    ...(plan.fencing !== undefined && { '--fencing': plan.fencing }),
    ...(plan.naive !== undefined && { '--naive': plan.naive }),
    ...sshFlags(plan.ssh),
    ...(plan.bug !== undefined && { '--bug': plan.bug }),
    '--seed': plan.seed,
  };
}

function sshFlags(ssh: SshPlan | undefined): Readonly<Record<string, string | number | true>> {
  if (ssh === undefined) return {};
  const { username, sshPrivateKey, sshPort, knownHosts } = ssh;
  return {
    '--nodes-file': ssh.nodesFile,
    ...(username !== undefined && { '--username': username }),
    ...(sshPrivateKey !== undefined && { '--ssh-private-key': sshPrivateKey }),
    ...(sshPort !== undefined && { '--ssh-port': sshPort }),
    ...(knownHosts !== undefined && { '--known-hosts': knownHosts }),
    ...(ssh.sudo && ({ '--sudo': true } as const)),
  };
}

/** As a POSIX shell reads it back. */
function quoted(text: string): string {
  return /^[\w./:@,+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
