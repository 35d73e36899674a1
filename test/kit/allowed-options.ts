/** What options may name, from small registries of a test's own. */
import { kill } from '../../nemesis/kill.ts';
import { none } from '../../nemesis/none.ts';
import { partition } from '../../nemesis/partition.ts';
import { pause } from '../../nemesis/pause.ts';
import type { Allowed } from '../../src/cli/options/settings.ts';
import { targets } from '../../src/ensemble/registry.ts';

const NAMES: Allowed['names'] = {
  workloads: ['register', 'queue', 'observer', 'reconfig'],
  nemeses: ['none', 'partition', 'kill', 'pause'],
  checkers: ['register', 'set'],
  profiles: ['fixed'],
  targets: targets.map(({ name }) => name),
  bugs: ['two-leaders'],
  reporters: ['list'],
};

/** The options of four workloads: `queue` takes `fencing`, `observer` needs an observer, and `reconfig` a feature. */
export const ALLOWED: Allowed = {
  names: NAMES,
  targets,
  nemeses: [none, partition, kill, pause],
  profiles: [
    {
      name: 'fixed',
      doc: 'members that are never changed',
      image: 'fixed:1',
      lacks: [
        { name: 'reconfiguration', why: 'members are fixed' },
        { name: 'observers', why: 'every server votes' },
      ],
    },
  ],
  workloads: [
    { name: 'register' },
    { name: 'queue', takes: ['fencing'] },
    { name: 'observer', atLeast: { observers: 1 } },
    { name: 'reconfig', requires: ['reconfiguration'] },
  ],
};
