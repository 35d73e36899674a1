import { expect, test } from 'vitest';
import { nemeses } from '../../../nemesis/registry.ts';
import { UsageError } from '../../../src/cli/exit.ts';
import { withPackages } from '../../../src/cli/options/packages.ts';
import { gather } from '../../../src/cli/options/settings-sources.ts';
import type { TargetEntry } from '../../../src/ensemble/entry.ts';
import { targets } from '../../../src/ensemble/registry.ts';

const named = (target: string, nemesis: string, all: readonly TargetEntry[] = targets): unknown => {
  const gathered = gather({ flags: { target, nemesis }, environment: {} });
  return withPackages(gathered, { nemeses, targets: all }).get('nemesis')?.value;
};

test('a package stands for its nemeses that the target can do', () => {
  expect(named('sim', 'process')).toEqual(expect.arrayContaining(['kill', 'pause']));
  expect(named('sim', 'disk')).toContain('power');
  expect(named('sim', 'time')).toEqual(['clock']);
});

test('all stands for the nemeses of every package', () => {
  const members = nemeses.filter(entry => entry.package !== undefined).map(({ name }) => name);
  expect(members).toEqual(expect.arrayContaining(['partition', 'kill', 'power', 'clock']));
  expect(named('docker', 'all')).toEqual(members);
});

test('and not for those that the target cannot do', () =>
  expect(named('ssh', 'all')).not.toContain('slow'));

test('a nemesis that is also named alone keeps its aim', () =>
  expect(named('sim', 'process,kill:leader')).toEqual(
    expect.arrayContaining(['pause', 'kill:leader']),
  ));
test('and is not named twice', () => {
  expect(named('sim', 'process,kill:leader')).not.toContain('kill');
  const all = named('sim', 'time,all');
  expect(Array.isArray(all) && all.filter(name => name === 'clock')).toEqual(['clock']);
});

test('a package of which the target can do nothing is refused', () => {
  const cannot = nemeses.filter(entry => entry.package === 'disk').flatMap(({ faults }) => faults);
  const without = targets.map(target => ({ ...target, cannot }));
  expect(() => named('ssh', 'disk', without)).toThrow(
    new UsageError(
      '--nemesis: expected a package of which --target ssh can do something, found disk.',
    ),
  );
});
