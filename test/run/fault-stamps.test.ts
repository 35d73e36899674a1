import { expect, test } from 'vitest';
import type { FaultOperation } from '../../src/contract.ts';
import type { Event } from '../../src/history/event.ts';
import { faultStamps } from '../../src/run/fault-stamps.ts';
import { eventsOf, type Op, type Part } from '../kit/notation.ts';

const kill: FaultOperation = {
  strike: 'kill',
  heal: 'start',
  affects: ['servers'],
  quorum: 'may be lost',
};
const wipe: FaultOperation = { ...kill, strike: 'wipe', affects: ['disks'], quorum: 'survives' };
const jump: FaultOperation = { strike: 'jump', affects: ['clocks'], quorum: 'survives' };

const stampsOf = (operations: readonly FaultOperation[], ...parts: readonly Part[]) => {
  const stamp = faultStamps([{ name: 'fake', operations }]);
  return eventsOf(...parts).map(event => stamp(event).fault);
};
const struck = { nemesis: 'fake', affects: ['servers'], quorum: 'may be lost', heal: 'start' };

test('a strike is stamped with what it declares, a heal with the completions that it ended', () =>
  expect(stampsOf([kill], '*(kill *kill *(kill *kill *(start *start *(start *start')).toEqual([
    undefined,
    struck,
    undefined,
    struck,
    undefined,
    { nemesis: 'fake', affects: ['servers'], healed: [1, 3] },
    undefined,
    { nemesis: 'fake', affects: ['servers'], healed: [] },
  ]));

test('a heal affects what all of its strikes affect', () =>
  expect(stampsOf([kill, wipe], '*start')).toEqual([
    { nemesis: 'fake', affects: ['servers', 'disks'], healed: [] },
  ]));

test('a momentary fault names no heal', () =>
  expect(stampsOf([jump], '*jump')).toEqual([
    { nemesis: 'fake', affects: ['clocks'], quorum: 'survives' },
  ]));

test('an operation can end one fault and start another', () => {
  const swap: FaultOperation = { ...kill, strike: 'start', heal: 'stop' };
  expect(stampsOf([kill, swap], '*kill *start *stop')).toEqual([
    struck,
    { ...struck, heal: 'stop', healed: [0] },
    { nemesis: 'fake', affects: ['servers'], healed: [1] },
  ]);
});

test('events of clients, and operations that no nemesis declares, are left as they are', () => {
  const events = eventsOf('0=kill:1 *(kill *bang');
  const stamp = faultStamps([{ name: 'fake', operations: [kill] }]);
  expect(events.map(event => stamp(event))).toEqual(events);
});

const done = (value: unknown, rest: Partial<Op> = {}): Op => ({
  ...{ process: 'nemesis', f: 'kill', value, ...rest },
});
const completed = (op: Op): Event => {
  const [event] = eventsOf(op);
  if (event === undefined) throw new Error('expected an event');
  return faultStamps([{ name: 'fake', operations: [kill] }])(event);
};

test('whom a report names is in the stamp, not in the value', () => {
  const report = { verified: true, did: 1, seen: 2 };
  expect(completed(done({ ...report, on: { nodes: ['n1'], threads: [0] } }))).toMatchObject({
    value: report,
    fault: { ...struck, on: { nodes: ['n1'], threads: [0] } },
  });
});

test('what a fault that threw was invoked with is kept whole', () => {
  const event = completed(done({ on: 'n1' }, { error: { name: 'threw' } }));
  expect([event.value, event.fault]).toEqual([{ on: 'n1' }, struck]);
});

test('a report of another shape is refused', () =>
  expect(() => completed(done({ on: { nodes: 'n1' } }))).toThrow(
    'fault.on.nodes: expected an array of names, found "n1"',
  ));
