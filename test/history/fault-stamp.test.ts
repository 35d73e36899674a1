import { expect, test } from 'vitest';
import { faultStampOf } from '../../src/history/fault-stamp.ts';

const stamp = {
  nemesis: 'kill',
  affects: ['servers'],
  quorum: 'survives',
  heal: 'start',
  healed: [3],
  on: { nodes: ['n1'], threads: [0] },
};

test('a stamp is read as it is written', () => expect(faultStampOf(stamp)).toEqual(stamp));

test.each([
  [{ nemesis: 7 }, 'fault.nemesis: expected a string, found 7'],
  [{ affects: ['moon'] }, 'fault.affects: expected an array of servers, network, clocks'],
  [{ quorum: 'gone' }, 'fault.quorum: expected survives or may be lost, found "gone"'],
  [{ heal: null }, 'fault.heal: expected a string, found null'],
  [{ healed: [-1] }, 'fault.healed: expected an array of indices, found [-1]'],
  [{ on: ['n1'] }, 'fault.on: expected an object, found ["n1"]'],
  [{ on: { nodes: [1] } }, 'fault.on.nodes: expected an array of names, found [1]'],
  [{ on: { threads: ['n1'] } }, 'fault.on.threads: expected an array of numbers, found ["n1"]'],
])('%j is refused', (change, message) => {
  expect(() => faultStampOf({ ...stamp, ...change })).toThrow(message);
});
