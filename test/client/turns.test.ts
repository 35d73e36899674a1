import { expect, test } from 'vitest';
import { inTurns, lastTurns, type Turns } from '../../src/client/turns.ts';
import { clients, eachThread, simulate } from '../../src/generator/index.ts';
import type { CompletionType, Event, Invocation } from '../../src/history/event.ts';

const turns: Turns<Invocation> = {
  enterF: 'enter',
  enter: () => ({ f: 'enter', value: null }),
  leave: () => ({ f: 'leave', value: null }),
};

/** What one thread asks for when its operations end as told, the rest ok. */
function asked(last: boolean, ...endings: readonly CompletionType[]): readonly string[] {
  const left = endings.values();
  const events: readonly Event[] = simulate(
    clients(eachThread(() => (last ? lastTurns(turns) : inTurns(turns)))),
    {
      threads: 1,
      limit: 12,
      imagine: () => ({ latencyNs: 1e6, type: left.next().value ?? 'ok' }),
    },
  );
  return events.flatMap(({ type, f }) => (type === 'invoke' ? [f] : []));
}

test('in, out, in, out', () => {
  expect(asked(false).slice(0, 4)).toEqual(['enter', 'leave', 'enter', 'leave']);
});

test('who did not get in tries again', () => {
  expect(asked(false, 'fail', 'info').slice(0, 4)).toEqual(['enter', 'enter', 'enter', 'leave']);
});

test('who could not leave tries again; in doubt it begins anew', () => {
  expect(asked(false, 'ok', 'fail').slice(0, 4)).toEqual(['enter', 'leave', 'leave', 'enter']);
  expect(asked(false, 'ok', 'info').slice(0, 3)).toEqual(['enter', 'leave', 'enter']);
});

test('at the end: out, in as often as it takes, out', () => {
  expect(asked(true, 'ok', 'fail', 'info')).toEqual(['leave', 'enter', 'enter', 'enter', 'leave']);
});
