import { expect, test } from 'vitest';
import { churn } from '../../../nemesis/churn.ts';
import { clock } from '../../../nemesis/clock.ts';
import { kill } from '../../../nemesis/kill.ts';
import type { Nemesis } from '../../../src/contract.ts';
import type { Event } from '../../../src/history/event.ts';
import { faultStamps } from '../../../src/run/fault-stamps.ts';
import { RecordedSteps } from '../../../src/run/schedule/recorded.ts';
import { partsOf } from '../../../src/run/schedule/script.ts';
import { fakeEnsemble } from '../../kit/fake-ensemble.ts';

type FaultOf = readonly [f: string, seconds: number, value: unknown, on: unknown];

const { options } = fakeEnsemble(3);
const nemeses = [kill, clock].map(entry => entry.create(options));
const OUTAGES: readonly FaultOf[] = [
  ['begin-outage-1', 1, { who: 'leader' }, { nodes: ['n2'] }],
  ['begin-outage-2', 2, { who: 'first running', nodes: ['n1', 'n3'] }, { nodes: ['n1'] }],
  ['end-outage-2', 3, null, { nodes: ['n1'] }],
  ['end-outage-1', 4, null, { nodes: ['n2'] }],
];

const EVENTS: readonly FaultOf[] = [
  ['kill', 1.25, { who: 'leader' }, { nodes: ['n2'] }],
  ['drift-clock', 2, { n1: 2 }, { nodes: ['n1'] }],
  ['start', 3.0004, null, { nodes: ['n2'] }],
  ['reset-clock', 4, null, undefined],
];

function recorded(faults = EVENTS, of: readonly Nemesis[] = nemeses): RecordedSteps {
  const steps = new RecordedSteps(of);
  const stamped = faultStamps(of);
  for (const [f, seconds, value, on] of faults)
    for (const type of ['invoke', 'info'] as const) {
      const said =
        type === 'info'
          ? { verified: true, did: f, seen: f, ...(on !== undefined && { on }) }
          : value;
      const event: Event = {
        index: 0,
        type,
        process: 'nemesis',
        f,
        value: said,
        time: seconds * 1e9,
      };
      steps.event(stamped(event));
    }
  steps.event({ index: 0, type: 'invoke', process: 0, f: 'read', value: null, time: 5e9 });
  return steps;
}

test('each strike and heal of a run is a step, with its time, its value and its victims', () =>
  expect(recorded().steps).toEqual([
    { at: '1.25 s', strike: 'kill', value: { who: 'leader' }, struck: ['n2'] },
    { at: '2 s', strike: 'clock', operation: 'drift-clock', value: { n1: 2 }, struck: ['n1'] },
    { at: '3 s', heal: 'kill' },
    { at: '4 s', heal: 'clock' },
  ]));

test('the steps that were recorded do the same operations again', () => {
  const parts = partsOf(recorded().steps, { nemeses, aimed: () => kill.create(options) });
  expect(parts.map(({ act }) => act?.())).toEqual(EVENTS.map(([f, , value]) => ({ f, value })));
});

test('a heal of one of two outages that overlap heals the same one again', () => {
  const outages = [churn.create(fakeEnsemble(5).options)];
  const { steps } = recorded(OUTAGES, outages);
  expect(steps[2]).toEqual({ at: '3 s', heal: 'churn', operation: 'end-outage-2' });
  const parts = partsOf(steps, { nemeses: outages, aimed: () => kill.create(options) });
  expect(parts.map(({ act }) => act?.())).toEqual(OUTAGES.map(([f, , value]) => ({ f, value })));
});
