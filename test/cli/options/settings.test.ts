import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/cli/exit.ts';
import { validate } from '../../../src/cli/options/settings.ts';
import { gather, type Sources } from '../../../src/cli/options/settings-sources.ts';
import { ALLOWED } from '../../kit/allowed-options.ts';

const settle = (sources: Partial<Sources>) =>
  validate(gather({ flags: {}, environment: {}, ...sources }), ALLOWED);

const failureOf = (sources: Partial<Sources>): string => {
  try {
    settle(sources);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'accepted';
};

const config = (values: unknown) => ({ config: { path: 'zoobreak.config.ts', values } });

describe('a flag outweighs the environment, the environment the file, the file the default', () => {
  const flags = { nodes: '9' };
  const environment = { ZOOBREAK_NODES: '7' };
  const file = config({ nodes: 5 });
  test.each([
    [9, { flags, environment, ...file }],
    [7, { environment, ...file }],
    [5, file],
    [3, {}],
  ])('%i nodes', (nodes, sources) => expect(settle(sources).nodes).toBe(nodes));
});

describe('values are read as their option says', () => {
  test.each([
    ['--nemesis partition,kill', { nemesis: 'partition,kill' }, 'nemesis', ['partition', 'kill']],
    ['--nemesis given twice', { nemesis: ['kill', 'none'] }, 'nemesis', ['kill', 'none']],
    [
      'a key=value after a comma is of the nemesis before it',
      { nemesis: 'kill:leader,partition:halves,ports=sync,pause' },
      'nemesis',
      ['kill:leader', 'partition:halves,ports=sync', 'pause'],
    ],
    ['--rate 0', { rate: '0' }, 'rate', 0],
    ['--concurrency 4n', { concurrency: '4n' }, 'concurrency', '4n'],
    ['--seed -1', { seed: '-1' }, 'seed', -1],
    ['an image', { server: 'example/zookeeper:3.9' }, 'server', 'example/zookeeper:3.9'],
    ['--fencing', { fencing: 'claimed', workload: 'queue' }, 'fencing', 'claimed'],
    ['a switch', { json: true }, 'json', true],
  ] as const)('%s', (_, flags, key, value) => expect(settle({ flags })[key]).toEqual(value));

  test('ZOOBREAK_QUIET=1', () =>
    expect(settle({ environment: { ZOOBREAK_QUIET: '1' } }).quiet).toBe(true));
  test('no seed is left to chance', () => expect(settle({})).not.toHaveProperty('seed'));
});

test('a workload about observers needs some', () => {
  const flags = { workload: 'observer', observers: '0' };
  expect(failureOf({ flags })).toBe(
    '--observers: expected at least 1 with --workload observer, found 0.',
  );
  expect(settle({ flags: { ...flags, observers: '1' } }).observers).toBe(1);
});

test('a workload about a feature needs a target that has it', () => {
  const flags = { workload: 'reconfig', target: 'sim' };
  expect(failureOf({ flags })).toBe(
    '--workload reconfig: expected a target with reconfiguration, found --target sim: the sim does not model it.',
  );
  expect(settle({ flags: { ...flags, target: 'docker' } }).workload).toBe('reconfig');
});

test('a profile that lacks what is asked for is refused by name, with the reason', () => {
  const flags = { target: 'docker', profile: 'fixed' };
  expect(failureOf({ flags: { ...flags, workload: 'reconfig' } })).toBe(
    '--workload reconfig: expected a profile with reconfiguration, found --profile fixed: members are fixed.',
  );
  expect(failureOf({ flags: { ...flags, observers: '1' } })).toBe(
    '--observers: expected 0 with --profile fixed (every server votes), found 1.',
  );
  expect(settle({ flags }).profile).toBe('fixed');
});

describe('--survivors majority', () => {
  const flags = { survivors: 'majority', nodes: '5' };

  test.each(['none', 'kill', 'kill:leader,pause:n1,who=n2', 'partition:one,ports=sync'])(
    'takes %s',
    nemesis => expect(settle({ flags: { ...flags, nemesis } }).survivors).toBe('majority'),
  );

  test.each(['kill:majority', 'pause:all', 'kill:followers', 'partition:halves'])(
    'refuses %s',
    nemesis =>
      expect(failureOf({ flags: { ...flags, nemesis } })).toBe(
        `--survivors majority: expected faults of at most 2 of 5 nodes, found ${nemesis}.`,
      ),
  );
  test('refuses more nodes by name than a minority', () =>
    expect(failureOf({ flags: { ...flags, nemesis: 'kill:n1,who=n2,who=n3' } })).toContain(
      'expected faults of at most 2 of 5 nodes, found kill:n1,who=n2,who=n3.',
    ));
  test('refuses ensembles without a minority', () =>
    expect(failureOf({ flags: { ...flags, nodes: '2' } })).toBe(
      '--survivors majority: expected --nodes of at least 3, found 2.',
    ));
});

describe('bad input: one line says where, what was expected and what was found', () => {
  test.each([
    [{ nodes: '0' }, '--nodes: expected a whole number from 1 to 31, found 0.'],
    [{ nodes: 'three' }, '--nodes: expected a whole number from 1 to 31, found "three".'],
    [{ nodes: '2.5' }, '--nodes: expected a whole number from 1 to 31, found 2.5.'],
    [{ nodes: '' }, '--nodes: expected a whole number from 1 to 31, found "".'],
    [{ rate: '-1' }, '--rate: expected a number of at least 0, found -1.'],
    [{ timeLimit: '0' }, '--time-limit: expected a number of seconds above 0, found 0.'],
    [
      { workload: 'regsiter' },
      '--workload: expected one of register, queue, observer, reconfig, found "regsiter". Did you mean "register"?',
    ],
    [
      { nemesis: 'kill,partitoin' },
      '--nemesis: expected one of none, partition, kill, pause, found "partitoin". Did you mean "partition"?',
    ],
    [{ nemesis: 'kill,kill' }, '--nemesis: expected each name once, found ["kill","kill"].'],
    [
      { nemesis: 'kill:one,kill:leader' },
      '--nemesis: expected each name once, found ["kill:one","kill:leader"].',
    ],
    [
      { nemesis: 'kil:leader' },
      '--nemesis: expected one of none, partition, kill, pause, found "kil:leader". Did you mean "kill"?',
    ],
    [
      { nemesis: 'partition:port=sync' },
      '--nemesis partition: expected one of shape, ports before the =, found "port". Did you mean "ports"?',
    ],
    [
      { nemesis: 'pause:ledaer' },
      '--nemesis pause: expected one of one, minority, majority, all, leader, followers, observers, laggard, the name of a node such as n1, who=..., found "ledaer". Did you mean "leader"?',
    ],
    [{ nemesis: 'kill:n1,who=n4' }, '--nemesis kill: expected a node from n1 to n3, found "n4".'],
    [{ nemesis: '' }, '--nemesis: expected one of none, partition, kill, pause, found "".'],
    [
      { server: '3.96' },
      '--server: expected one of 3.4.13, 3.8.0, 3.9.3, 3.9.6, or any release from 3.4.6 on such as 3.7.2, an image with its tag such as zookeeper:3.9, or an archive such as ./apache-zookeeper-3.9.4-bin.tar.gz, found "3.96". Did you mean "3.9.6"?',
    ],
    [
      { concurrency: '0n' },
      '--concurrency: expected a whole number of threads, or of threads per node such as 2n, found "0n".',
    ],
    [{ reads: 'dirty' }, '--reads: expected one of local, sync, quorum, found "dirty".'],
    [
      { target: 'dcoker' },
      '--target: expected one of docker, ssh, sim, found "dcoker". Did you mean "docker"?',
    ],
  ])('flags %j', (flags, message) => expect(failureOf({ flags })).toBe(message));

  test('each bad value has its own line', () =>
    expect(failureOf({ flags: { nodes: '0', rate: '-1' } }).split('\n')).toHaveLength(2));

  test('an unknown variable', () =>
    expect(failureOf({ environment: { ZOOBREAK_NODE: '3' } })).toContain(
      'environment: unknown variable ZOOBREAK_NODE. Did you mean "ZOOBREAK_NODES"?',
    ));
  test('a switch that is neither', () =>
    expect(failureOf({ environment: { ZOOBREAK_JSON: 'maybe' } })).toBe(
      'ZOOBREAK_JSON: expected true or false, found "maybe".',
    ));
  test('an unknown key of the file', () =>
    expect(failureOf(config({ nodez: 3 }))).toContain(
      'zoobreak.config.ts: unknown key "nodez". Did you mean "nodes"?',
    ));
  test('a bad value in the file', () =>
    expect(failureOf(config({ nodes: '3' }))).toBe(
      'zoobreak.config.ts: nodes: expected a whole number from 1 to 31, found "3".',
    ));
  test('a file that exports no object', () =>
    expect(failureOf(config(7))).toBe(
      'zoobreak.config.ts: expected `export default defineConfig({ ... })`, found 7',
    ));
  test('an option that the workload does not know', () =>
    expect(failureOf({ flags: { fencing: 'claimed' } })).toBe(
      '--fencing: expected one of queue as the workload, found register. The others do not take this option.',
    ));
});
