import { describe, expect, test } from 'vitest';
import { leftBehind, type MachineState } from './machine-state.ts';

const QUIET: MachineState = {
  engine: ['network zoobreak-of-another'],
  rules: ['-A INPUT -j ACCEPT'],
  links: ['lo', 'eth0'],
  mounts: ['/', '/proc'],
  processes: [],
  clockMs: 1e12,
};
const changed = (change: Partial<MachineState>): MachineState => ({ ...QUIET, ...change });

test('a machine that is as it was', () => expect(leftBehind(QUIET, QUIET)).toEqual([]));

test.each([
  [
    'a container',
    { engine: [...QUIET.engine, 'container zoobreak-1-n1'] },
    'left in engine: container zoobreak-1-n1',
  ],
  ['a rule', { rules: [...QUIET.rules, '-A INPUT -j DROP'] }, 'left in rules: -A INPUT -j DROP'],
  ['a rule that is gone', { rules: [] }, 'gone from rules: -A INPUT -j ACCEPT'],
  ['a link', { links: [...QUIET.links, 'tap0'] }, 'left in links: tap0'],
  ['a mount', { mounts: [...QUIET.mounts, '/tmp/full'] }, 'left in mounts: /tmp/full'],
  ['a process', { processes: ['7 node main.js run'] }, 'left in processes: 7 node main.js run'],
  ['a clock that was set', { clockMs: 1e12 - 60_000 }, 'the clock set by -60000 ms'],
])('%s is told', (_, change, message) => {
  expect(leftBehind(QUIET, changed(change))).toEqual([message]);
});

describe('is not told', () => {
  test.each([
    ['an end of a network of another', { links: [...QUIET.links, 'veth12@if3', 'br-1'] }],
    ['a process that has ended', { processes: [] }],
  ])('%s', (_, change) => {
    expect(leftBehind(changed({ processes: ['7 x'] }), changed(change))).toEqual([]);
  });
});
