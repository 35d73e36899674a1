/** The entry of the sim. */
import { seededRandom } from '../../random.ts';
import type { TargetEntry, TargetOptions } from '../entry.ts';
import { SHIPPED_SERVERS } from '../profile.ts';
import { UNMODELLED } from './unmodelled.ts';

type Options = TargetOptions & { readonly bug?: string };

/** Memory of a model ensemble with its checkers. */
const SIM_MB = 500;

export const sim: TargetEntry = {
  name: 'sim',
  doc: 'a model of ZooKeeper in this process, on a virtual clock: works everywhere, and shows nothing about ZooKeeper itself',
  remedy: 'It needs nothing.',
  servers: SHIPPED_SERVERS,
  cannot: UNMODELLED,
  takes: ['bug', 'profile'],
  virtualClock: true,
  isModel: true,
  lacks: [{ name: 'reconfiguration', why: 'the sim does not model it' }],
  footprint: () => ({ memoryMb: SIM_MB, cores: 1 }),
  open: async ({ seed, ...options }: Options) => {
    const { simTarget } = await import('./target.ts');
    return simTarget({ ...options, random: seededRandom(seed).stream('sim') });
  },
};
