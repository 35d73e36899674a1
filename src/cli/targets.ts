/** All targets: validation, `list` and the docs read this. What opens one is loaded when one is opened. */
import type { Clock } from '../clock.ts';
import type { Target } from '../contract.ts';
import type { Log } from '../log.ts';
import { seededRandom } from '../random.ts';
import type { SshPlan } from '../store/plan.ts';
import { UsageError } from './exit.ts';

export interface TargetEntry {
  readonly name: string;
  /** One sentence for users. */
  readonly doc: string;
  /** What to do where it is not available. */
  readonly remedy: string;
  /** @throws UsageError where an option is missing. */
  open(options: TargetOptions): Promise<Target>;
}

export interface TargetOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Of what the target itself leaves to chance. */
  readonly seed: number;
  /** How the machines are reached, where the target needs some. */
  readonly ssh?: SshPlan;
  /** To plant, where the target is a model. */
  readonly bug?: string;
}

export const targets: readonly TargetEntry[] = [
  {
    name: 'docker',
    doc: 'containers of a Docker engine: the local one, or that of DOCKER_HOST',
    remedy:
      '`npm start` provisions an engine and the images; `npx zoobreak doctor` says what is missing.',
    open: async options => (await import('../ensemble/docker/target.ts')).dockerTarget(options),
  },
  {
    name: 'ssh',
    doc: 'machines of your own, named by `--nodes-file`: docs/ssh.md is the guide',
    remedy: '`npx zoobreak doctor --target ssh` shows every machine.',
    open: async ({ log, clock, ssh }) =>
      (await import('../ensemble/ssh/target.ts')).sshTarget({ log, clock, ssh: required(ssh) }),
  },
  {
    name: 'sim',
    doc: 'a model of ZooKeeper in this process, on a virtual clock: works everywhere, and shows nothing about ZooKeeper itself',
    remedy: 'It needs nothing.',
    open: async ({ seed, ...options }) => {
      const { simTarget } = await import('../ensemble/sim/target.ts');
      return simTarget({ ...options, random: seededRandom(seed).stream('sim') });
    },
  },
];

/** The target of that name; without one, all that need no machines to be named. */
export function targetsFor(name: string | undefined): readonly TargetEntry[] {
  return targets.filter(target =>
    name === undefined ? target.name !== 'ssh' : target.name === name,
  );
}

/** @throws UsageError where no machines were named. */
function required(ssh: SshPlan | undefined): SshPlan {
  if (ssh !== undefined) return ssh;
  throw new UsageError('--target ssh: expected --nodes-file, found none.');
}
