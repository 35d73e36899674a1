import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/contract.ts';
import { needsVoters } from '../../../workloads/observer/checker.ts';
import { verdictOn } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';
import { builtIn, type Declares, stamped } from '../../kit/stamped.ts';

/** Voters n1 to n3, observers n4 and n5. */
const checker = needsVoters(3, 2);

const write = (call: number, end: number, type: 'ok' | 'info' = 'ok'): Op => ({
  ...{ process: call, f: 'write', value: 1, type, node: 'n4', at: [call, end] },
});
const read: Op = { f: 'read', node: 'n5', at: [1, 2] };
const asked = write(30, 35, 'info');

const call = (f: string, ms: number): Op => ({
  ...{ process: 'nemesis', f, type: 'invoke', at: [ms, ms] },
});
const report = (f: string, ms: number, value: unknown): Op => ({
  ...{ process: 'nemesis', f, value, at: [ms, ms] },
});
const states = (state: string, ...nodes: readonly string[]): unknown => ({
  seen: Object.fromEntries(nodes.map(node => [node, state])),
});
/** From 20 to 40. */
const struck = (f: string, value: unknown, heal: string): readonly Op[] => [
  call(f, 10),
  report(f, 20, value),
  call(heal, 40),
  report(heal, 50, { seen: {} }),
];
const cut = (grudge: unknown, ports = 'all', verified = true): unknown => ({
  verified,
  did: { ports, grudge },
});
const apart = {
  n1: ['n2', 'n3'],
  n2: ['n1', 'n3', 'n4', 'n5'],
  n3: ['n1', 'n2', 'n4', 'n5'],
  n4: ['n2', 'n3'],
  n5: ['n2', 'n3'],
};

/** What the nemesis does comes before what happens at the same time. */
const check = (ops: readonly Op[], acts: readonly Op[]): Verdict =>
  verdictOn(checker, stamped(history(acts, read, asked, ops), ...builtIn, quake));
const isWrong = (acts: readonly Op[], op = write(25, 30)): boolean => {
  const verdict = check([op], acts);
  return verdict.valid === false && verdict.anomalies[0].type === 'write-without-quorum';
};

const quake: Declares = {
  name: 'quake',
  operations: [
    { strike: 'rot', affects: ['disks'], quorum: 'survives' },
    { strike: 'shake', affects: ['servers'], quorum: 'survives' },
    { strike: 'replace', affects: ['membership'], quorum: 'survives' },
  ],
};

const killed = struck('kill', states('dead', 'n1', 'n2'), 'start');

test('a write is asked for without a majority, and not acknowledged -> valid', () => {
  expect(check([], killed)).toEqual({
    valid: true,
    counts: { 'times without a majority': 1, 'writes requested then': 1, 'reads at observers': 1 },
  });
});

describe('a write is acknowledged without a majority of the voters -> write-without-quorum', () => {
  test.each<readonly [string, readonly Op[]]>([
    ['two are dead', killed],
    ['two are paused', struck('pause', states('paused', 'n2', 'n3'), 'resume')],
    [
      'one is dead, one paused',
      [
        ...struck('kill', states('dead', 'n1'), 'start'),
        ...struck('pause', states('paused', 'n2'), 'resume'),
      ],
    ],
    ['each is cut off', struck('start-partition', cut(apart), 'stop-partition')],
    [
      'each is cut off by ports of the quorum',
      struck('part-voters', cut(apart, 'quorum'), 'join-voters'),
    ],
    [
      'one is dead, the others are cut off in one direction',
      [
        ...struck('kill', states('dead', 'n1'), 'start'),
        ...struck('start-partition', cut({ n2: ['n3'] }), 'stop-partition'),
      ],
    ],
    ['a clock jumps meanwhile', [...killed, call('bump-clock', 22), report('bump-clock', 23, {})]],
    [
      'the dead are no paused ones that go on',
      [...killed, call('resume', 22), report('resume', 23, { on: { nodes: ['n5'] } })],
    ],
    ['power is lost', struck('lose-power', states('dead', 'n1', 'n2'), 'restore-power')],
    ['a fault of clients', [...killed, call('cut-client', 22), report('cut-client', 23, {})]],
    ['a fault of disks that nobody lists', [...killed, call('rot', 22), report('rot', 23, {})]],
  ])('%s', (_, acts) => expect(isWrong(acts)).toBe(true));
});

describe('a write is acknowledged that may have had a majority -> not wrong', () => {
  test.each<readonly [string, readonly Op[]]>([
    ['one is dead', struck('kill', states('dead', 'n1'), 'start')],
    ['observers are dead', struck('kill', states('dead', 'n1', 'n4', 'n5'), 'start')],
    ['two still run', struck('kill', states('running', 'n1', 'n2'), 'start')],
    ['two hear each other', struck('start-partition', cut({ n1: ['n2', 'n3'] }), 'stop-partition')],
    [
      'one hears both',
      struck('start-partition', cut({ n2: ['n3'], n3: ['n2'] }), 'stop-partition'),
    ],
    ['only clients are cut off', struck('start-partition', cut(apart, 'client'), 'stop-partition')],
    ['the cut was not seen', struck('start-partition', cut(apart, 'all', false), 'stop-partition')],
    [
      'another cut is being made',
      [...struck('part-voters', cut(apart), 'join-voters'), call('start-partition', 22)],
    ],
    [
      'the paused go on',
      [...struck('pause', states('paused', 'n1', 'n2'), 'resume'), call('resume', 22)],
    ],
    ['the dead start', [...killed, call('start', 22)]],
    ['a fault that declares nothing', [...killed, call('rearrange', 22)]],
    [
      'a fault of servers that nobody lists',
      [...killed, call('shake', 22), report('shake', 23, {})],
    ],
    ['power comes back for all', [...killed, call('restore-power', 22)]],
    [
      'the dead are started and killed again meanwhile',
      [
        ...killed,
        call('begin-crash-loop', 22),
        report('begin-crash-loop', 32, states('dead', 'n1', 'n2')),
      ],
    ],
    ['voters are replaced', [...killed, call('replace', 22), report('replace', 23, {})]],
  ])('%s', (_, acts) => expect(isWrong(acts)).toBe(false));

  test.each([
    ['asked for before', write(15, 30)],
    ['acknowledged after', write(25, 45)],
    ['in doubt', write(25, 30, 'info')],
    ['a read', { ...write(25, 30), f: 'read' }],
  ])('%s', (_, op) => expect(isWrong(killed, op)).toBe(false));
});

test('a compare-and-set is a write, too', () => {
  expect(isWrong(killed, { ...write(25, 30), f: 'cas' })).toBe(true);
});

test.each([
  ['times without a majority', [read, asked], []],
  ['writes requested then', [read], killed],
  ['reads at observers', [asked], killed],
])('unknown without: %s', (what, ops, acts) => {
  const verdict = verdictOn(checker, history(acts, ops));
  expect(verdict).toMatchObject({ valid: 'unknown', why: `${what}: expected some, found none` });
});
