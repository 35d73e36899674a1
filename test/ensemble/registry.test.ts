import { expect, test } from 'vitest';
import { named, targetsFor } from '../../src/cli/named.ts';
import { targets } from '../../src/ensemble/registry.ts';

const lacking = (name: string) => named(targets, name).lacks?.map(each => each.name);

test('ssh enables no reconfiguration, and the sim does not model it', () => {
  expect(lacking('ssh')).toEqual(['reconfiguration']);
  expect(lacking('sim')).toEqual(['reconfiguration']);
  expect(lacking('docker')).toBeUndefined();
});

test('without a name, all targets that need no options', () =>
  expect(targetsFor(undefined).map(({ name }) => name)).toEqual(['docker', 'sim']));

test('a target takes the options that it needs', () => {
  for (const { takes = [], needs = [] } of targets)
    expect(takes).toEqual(expect.arrayContaining([...needs]));
});
