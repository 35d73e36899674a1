/** The profile `serve-model`: the command of each node is one that the command line takes. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { exportAt } from '../../../src/cli/modules/export-at.ts';
import { isEntry } from '../../../src/cli/modules/kinds.ts';
import { type Member, names } from '../../../src/ensemble/member.ts';
import { profileOf } from '../../../src/ensemble/profile.ts';
import { placesIn } from '../../../src/ensemble/sim/process/places.ts';

const FILE = fileURLToPath(new URL('../../../examples/serve-model.yaml', import.meta.url));
const HOSTS = ['10.0.0.1', '10.0.0.2', 'fd00::3'];

test('names the node, its folder, and every server, an observer as such', async () => {
  const own = await exportAt('profile', FILE, '--profile');
  if (!isEntry('profile', own)) throw new TypeError('expected a profile');
  const profile = profileOf(own.image, { own });
  const members = names(2, 1).map((each, at): Member => ({ ...each, host: HOSTS[at] ?? '' }));
  const [, self] = members;
  if (self === undefined) throw new RangeError('expected a member');
  const [verb, ...flags] = profile.command?.(self, members) ?? [];
  expect([verb, ...flags.slice(0, 2)]).toEqual(['serve-model', '--id=2', '--data=/disk/data']);
  const servers = flags[2]?.replace('--servers=', '').split(',') ?? [];
  expect(placesIn(servers).map(({ host, isObserver }) => [host, isObserver])).toEqual([
    ['10.0.0.1', false],
    ['10.0.0.2', false],
    ['fd00::3', true],
  ]);
  expect(profile.limits.maxSessionMs).toBe(10_000);
});
