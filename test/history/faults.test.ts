import { describe, expect, test } from 'vitest';
import type { History } from '../../src/history/history.ts';
import { KNOWN_FAULTS } from '../../src/history/unstamped-faults.ts';
import { history, type Op, type Part } from '../kit/notation.ts';
import { builtIn, type Declares, stamped } from '../kit/stamped.ts';

const quake: Declares = {
  name: 'quake',
  operations: [
    { strike: 'shake', heal: 'calm', affects: ['servers', 'disks'], quorum: 'survives' },
    { strike: 'flood', heal: 'calm', affects: ['network'], quorum: 'may be lost' },
    { strike: 'jolt', affects: ['clocks'], quorum: 'survives' },
  ],
};
const shown = (of: History): readonly string[] =>
  of.faults().map(({ f, fromNs, toNs }) => `${f} ${fromNs / 1e6}-${toNs / 1e6}`);
const quaked = (...parts: readonly Part[]): readonly string[] =>
  shown(stamped(history(...parts), quake));

describe('a fault is active from the call of its strike until its heal returned', () => {
  test('healed', () => expect(quaked('*(shake *shake 9ms *(calm *calm')).toEqual(['shake 0-10']));
  test('one heal ends several faults, once', () =>
    expect(quaked('*(shake *shake *(flood *flood 9ms *(calm *calm 20ms *(calm *calm')).toEqual([
      'shake 0-10',
      'flood 2-10',
    ]));
  test('another heal ends none of it', () =>
    expect(shown(stamped(history('*(shake *shake *(start *start'), quake, ...builtIn))).toEqual([
      'shake 0-Infinity',
    ]));
  test('never healed', () => expect(quaked('*(shake *shake')).toEqual(['shake 0-Infinity']));
  test('momentary: over when its strike returned', () =>
    expect(quaked('*(jolt 5ms *jolt')).toEqual(['jolt 0-5']));
  test('a heal that threw has ended none', () => {
    const threw: Op = { process: 'nemesis', f: 'calm', error: { name: 'threw' } };
    expect(quaked('*(shake *shake *(calm', threw)).toEqual(['shake 0-Infinity']);
    expect(quaked('*(shake *shake *(calm', threw, '*(calm *calm')).toEqual(['shake 0-5']);
  });
  test('a heal that never completed has ended none', () =>
    expect(quaked('*(shake *shake *(calm')).toEqual(['shake 0-Infinity']));
  test('a strike that never completed is active', () =>
    expect(quaked('*(shake *shake *(calm *calm *(shake')).toEqual([
      'shake 0-3',
      'shake 4-Infinity',
    ]));
});

describe('a fault says what its nemesis declares and reports', () => {
  const report = { verified: true, did: 'shook', seen: 1, on: { nodes: ['n2'] } };
  const faults = stamped(
    history('*(shake', { process: 'nemesis', f: 'shake', value: report }, '*(flood *flood'),
    quake,
  ).faults();
  test('verified, on one node', () =>
    expect(faults[0]).toMatchObject({
      nemesis: 'quake',
      on: { nodes: ['n2'] },
      verified: true,
      affects: ['servers', 'disks'],
      quorum: 'survives',
      strike: { index: 1, value: { verified: true, did: 'shook', seen: 1 } },
    }));
  test('without a report it is not verified, and acts on all', () =>
    expect(faults[1]).toMatchObject({ on: 'all', verified: false, affects: ['network'] }));
  test('a strike that never completed declares what others of its name do', () => {
    const open = stamped(history('*(shake *shake *(shake'), quake).faults();
    expect(open[1]).toMatchObject({ affects: ['servers', 'disks'], verified: false, on: 'all' });
  });
  test('an operation that nobody declares is a fault that may disturb everything', () =>
    expect(stamped(history('*(shake *shake *(bang *bang'), quake).faults()[1]).toMatchObject({
      f: 'bang',
      affects: 'undeclared',
      quorum: 'may be lost',
      toNs: Number.POSITIVE_INFINITY,
    }));
});

test('the history of one key has no faults, as it has no nemesis', () =>
  expect(stamped(history('k/0=w:1 *(kill *kill')).ofKey('k').faults()).toEqual([]));

describe('without stamps', () => {
  test.each(KNOWN_FAULTS)('$strike is recognised by its name', ({ strike, heal }) => {
    const plain = history(`*(${strike} *${strike} *(${heal} *${heal}`);
    const [found] = plain.faults();
    const [declared] = stamped(plain).faults();
    expect({ ...found, strike }).toEqual({ ...declared, strike });
  });
  test('a fault of an unknown name disturbs everything until the nemesis did its last', () => {
    const [fault] = history('*(earthquake *earthquake 9ms *(calm *calm').faults();
    expect(fault).toMatchObject({ f: 'earthquake', affects: 'undeclared', toNs: 10e6 });
  });
  test('a name that heals is a heal only where there is something to heal', () =>
    expect(shown(history('*(start *start 5ms *(stop *stop'))).toEqual(['start 0-6', 'stop 5-6']));
  test('of two equal heals without calls, as Jepsen writes them, the second ends the fault', () =>
    expect(shown(history('*kill *kill 5ms *start 8ms *start'))).toEqual(['kill 0-8', 'kill 1-8']));
  test('each heal ends the faults before it', () =>
    expect(shown(history('*(kill *kill *(start *start *(kill *kill *(start *start'))).toEqual([
      'kill 0-3',
      'kill 4-7',
    ]));
});
