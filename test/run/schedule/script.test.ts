import { describe, expect, test } from 'vitest';
import { clock } from '../../../nemesis/clock.ts';
import { kill } from '../../../nemesis/kill.ts';
import { partition } from '../../../nemesis/partition.ts';
import type { Nemesis } from '../../../src/contract.ts';
import { nemesis as forNemesis, simulate } from '../../../src/generator/index.ts';
import type { Event } from '../../../src/history/event.ts';
import { durationMs } from '../../../src/run/schedule/duration.ts';
import type { Facts } from '../../../src/run/schedule/facts.ts';
import { partsOf, Script } from '../../../src/run/schedule/script.ts';
import type { ScheduleStep } from '../../../src/store/schedule.ts';
import { fakeEnsemble } from '../../kit/fake-ensemble.ts';

const { options } = fakeEnsemble(3);
const nemeses: readonly Nemesis[] = [kill, partition, clock].map(entry => entry.create(options));
const aimed = (text: string): Nemesis => {
  const [name, who = 'one'] = text.split(':');
  const entry = [kill, partition, clock].find(each => each.name === name) ?? kill;
  return entry.create({ ...options, aim: new Map(text.includes(':') ? [['who', [who]]] : []) });
};
const scriptOf = (steps: readonly ScheduleStep[], facts = noFacts): Script =>
  new Script(partsOf(steps, { nemeses, aimed }), facts);

const noFacts = (): Facts => ({
  ...{ nodes: [], roles: new Map(), acknowledged: new Map(), files: new Map(), logs: new Map() },
});

/** What a script invokes: `[seconds, f, value]`. Each operation takes a second. */
function done(script: Script): readonly (readonly [number, string, unknown])[] {
  const imagine = () => ({ latencyNs: 1e9, type: 'ok' }) as const;
  return simulate(forNemesis(script.generator()), { threads: 1, imagine })
    .filter(({ type }) => type === 'invoke')
    .map(({ time, f, value }) => [time / 1e9, f, value] as const);
}

describe('steps come one after the other', () => {
  test('at a time, or some time after the end of the step before', () => {
    const steps = [
      { at: '3 s', strike: 'kill', value: { who: 'leader' } },
      { after: '500 ms', heal: 'kill' },
      { at: '1 s', heal: 'partition' },
    ];
    expect(done(scriptOf(steps))).toEqual([
      [3, 'kill', { who: 'leader' }],
      [4.5, 'start', null],
      [5.5, 'stop-partition', null],
    ]);
  });

  test('a value that is not given is drawn by the nemesis, within its aim', () =>
    expect(done(scriptOf([{ strike: 'kill:all' }]))).toEqual([
      [0, 'kill', { who: 'all', nodes: ['n1', 'n2', 'n3'] }],
    ]));

  test('a nemesis with several strikes: the one that is named', () => {
    const steps = ['bump-clock', 'strobe-clock', 'drift-clock'].map(operation => ({
      strike: 'clock',
      operation,
    }));
    expect(done(scriptOf(steps)).map(([, f]) => f)).toEqual(steps.map(each => each.operation));
  });

  test('an operation that the nemesis does not have is refused before anything is done', () =>
    expect(() => scriptOf([{ strike: 'clock', operation: 'stop-clock' }])).toThrow(
      'steps[0]: a strike of clock: expected one of bump-clock, strobe-clock, drift-clock, found stop-clock',
    ));

  test('all are done at the end', () => {
    const script = scriptOf([{ strike: 'kill' }, { heal: 'kill' }]);
    expect(script.left).toBe(1);
    done(script);
    expect(script.left).toBe(undefined);
  });
});

describe('a condition', () => {
  /** Asks once for each count of acknowledged writes of n1, 100 ms apart; each operation is over at once. */
  function asked(steps: readonly ScheduleStep[], counts: readonly number[]) {
    let count = 0;
    const roles = new Map([['n1', 'leader'] as const]);
    const facts = (): Facts => ({ ...noFacts(), roles, acknowledged: new Map([['n1', count]]) });
    const script = scriptOf(steps, facts);
    const worker = { process: 'nemesis', thread: 'nemesis' } as const;
    let generator = script.generator();
    const found = counts.map((each, at) => {
      count = each;
      const context = { timeNs: at * 1e8, free: [worker], all: [worker] };
      const next = generator.next(context);
      if (next.kind !== 'op') return next.kind;
      const { f } = next.op.invocation;
      const event: Event = { ...next.op.invocation, index: 0, type: 'info', ...worker, time: 0 };
      generator = next.then.update(context, event);
      return f;
    });
    return { found, left: script.left };
  }

  test('when: the step waits until it holds, as counted from the end of the step before', () => {
    const steps = [
      { when: 'leader has 2 acknowledged writes', strike: 'kill' },
      { when: 'n1 has 2 acknowledged writes', heal: 'kill' },
    ];
    const { found } = asked(steps, [5, 6, 7, 8, 9, 10, 11]);
    expect(found).toEqual(['pending', 'pending', 'kill', 'pending', 'pending', 'start', 'done']);
  });

  test('until: the next step waits, and so does a step that does nothing', () => {
    const until = 'n1 has 2 acknowledged writes';
    const steps = [{ strike: 'kill', until }, { until }, { heal: 'kill' }];
    const { found } = asked(steps, [1, 1, 2, 3, 4, 5, 6]);
    expect(found).toEqual(['kill', 'pending', 'pending', 'pending', 'pending', 'start', 'done']);
  });

  test('a step whose condition never holds is left', () => {
    const steps = [{ strike: 'kill' }, { when: 'n1 is down', heal: 'kill' }];
    expect(asked(steps, [1, 1, 1])).toEqual({ found: ['kill', 'pending', 'pending'], left: 2 });
  });
});

test.each([
  ['250 ms', 250],
  ['2 s', 2_000],
  ['1.5min', 90_000],
])('%s is %i ms', (text, ms) => expect(durationMs(text)).toBe(ms));
