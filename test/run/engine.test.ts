import { expect, test } from 'vitest';
import type { Outcome, Worker } from '../../src/contract.ts';
import { virtualClock } from '../../src/ensemble/sim/virtual-clock.ts';
import { clients, delay, limit, type Source } from '../../src/generator/index.ts';
import type { Event, Invocation } from '../../src/history/event.ts';
import { Engine } from '../../src/run/engine.ts';
import { never } from '../kit/never.ts';

type Invoke = (invocation: Invocation, signal: AbortSignal) => Promise<Outcome>;

interface Ran {
  /** `0 p0 invoke a`: milliseconds, process, type, f. */
  readonly words: readonly string[];
  readonly events: readonly Event[];
  readonly opened: readonly Worker['process'][];
  readonly retired: readonly Worker['process'][];
}

/** Runs a source on one thread and a virtual clock; operations may take 100 ms. */
async function ran(
  source: Source<Invocation>,
  invoke: (clock: ReturnType<typeof virtualClock>) => Invoke,
  concurrency = 1,
): Promise<Ran> {
  const clock = virtualClock();
  const events: Event[] = [];
  const [opened, retired]: Worker['process'][][] = [[], []];
  const engine = new Engine({
    clock,
    concurrency,
    open: ({ process }) => {
      opened?.push(process);
      return { invoke: invoke(clock), close: async () => {} };
    },
    retired: (_, process) => retired?.push(process),
    limitMs: () => 100,
    record: event => events.push(event),
  });
  await engine.run(clients(source), never, never);
  const words = events.map(
    ({ time, process, type, f }) => `${time / 1e6} p${process} ${type} ${f}`,
  );
  return { words, events, opened: opened ?? [], retired: retired ?? [] };
}

const a = (): Invocation => ({ f: 'a', value: 1 });

/** Each operation takes 10 ms and ends as the next of these says. */
const ending =
  (...outcomes: readonly Outcome[]) =>
  (clock: ReturnType<typeof virtualClock>): Invoke => {
    const left = [...outcomes];
    return async () => {
      await clock.sleep(10);
      return left.shift() ?? { type: 'ok', value: 'done' };
    };
  };

const lost: Outcome = { type: 'info', error: { name: 'CONNECTIONLOSS' } };

test('operations are invoked and completed in order', async () => {
  const { words } = await ran(limit(2, delay(30, a)), ending());
  expect(words).toEqual(['0 p0 invoke a', '10 p0 ok a', '30 p0 invoke a', '40 p0 ok a']);
});

test('ok has the value of the client, fail that of the invocation and the reason', async () => {
  const refused: Outcome = { type: 'fail', error: { name: 'BADVERSION' }, zxid: 9n, node: 'n2' };
  const { events } = await ran(
    limit(2, a),
    ending({ type: 'ok', value: 'v', session: 5n }, refused),
  );
  expect(events[1]).toEqual({
    index: 1,
    type: 'ok',
    process: 0,
    f: 'a',
    value: 'v',
    time: 10e6,
    session: 5n,
  });
  expect(events[3]).toEqual({
    index: 3,
    type: 'fail',
    process: 0,
    f: 'a',
    value: 1,
    time: 20e6,
    zxid: 9n,
    node: 'n2',
    error: { name: 'BADVERSION' },
  });
});

test('a process is retired after an info, and its thread goes on as the next', async () => {
  const { words, opened, retired } = await ran(
    limit(2, a),
    clock => async () => {
      await clock.sleep(10);
      return lost;
    },
    3,
  );
  expect(words).toEqual(['0 p0 invoke a', '0 p1 invoke a', '10 p0 info a', '10 p1 info a']);
  expect(opened).toEqual([0, 1, 2, 'nemesis', 3, 4]);
  expect(retired).toEqual([0, 1]);
});

test('a process goes on after a fail', async () => {
  const refused: Outcome = { type: 'fail', error: { name: 'BADVERSION' } };
  expect((await ran(limit(2, a), ending(refused))).retired).toEqual([]);
});

test('a process is retired when its session is over', async () => {
  const expired: Outcome = { type: 'fail', error: { name: 'SESSIONEXPIRED' } };
  expect((await ran(limit(1, a), ending(expired))).retired).toEqual([0]);
});

test('an operation is told to stop at its deadline', async () => {
  const untilAborted =
    (clock: ReturnType<typeof virtualClock>): Invoke =>
    async (_, signal) => {
      await clock.sleep(1e6, signal).catch(() => {});
      return { type: 'info', error: { name: 'OPERATIONTIMEOUT' } };
    };
  const { words } = await ran(limit(2, a), untilAborted);
  expect(words).toEqual(['0 p0 invoke a', '100 p0 info a', '100 p1 invoke a', '200 p1 info a']);
});

test('a client that hangs is given up a second after its deadline, and another takes over', async () => {
  const hanging = (): Invoke => () => new Promise(() => {});
  const { words, events, opened } = await ran(limit(1, a), hanging);
  expect(words).toEqual(['0 p0 invoke a', '1100 p0 info a']);
  expect(events[1]?.error?.name).toBe('timeout');
  expect(opened).toEqual([0, 'nemesis', 1]);
});

test('what a client answers after it was given up is ignored', async () => {
  const late =
    (clock: ReturnType<typeof virtualClock>): Invoke =>
    async () => {
      await clock.sleep(1500);
      return { type: 'ok', value: 'late' };
    };
  const { words } = await ran(limit(2, a), late);
  expect(words).toEqual(['0 p0 invoke a', '1100 p0 info a', '1100 p1 invoke a', '2200 p1 info a']);
});

test('a client that throws is in doubt', async () => {
  const throws = (): Invoke => () => {
    throw new TypeError('a bug');
  };
  const { events } = await ran(limit(1, a), throws);
  expect(events[1]).toMatchObject({
    type: 'info',
    error: { name: 'threw', message: 'TypeError: a bug' },
  });
});

test('a client that rejects is in doubt', async () => {
  const { events } = await ran(limit(1, a), () => () => Promise.reject(new TypeError('a bug')));
  expect(events[1]).toMatchObject({
    type: 'info',
    error: { name: 'threw', message: 'TypeError: a bug' },
  });
});

test('one operation in time does not move the deadline of another', async () => {
  const bySpeed =
    (clock: ReturnType<typeof virtualClock>): Invoke =>
    async ({ value }, signal) => {
      await clock.sleep(Number(value), signal).catch(() => {});
      return signal.aborted ? lost : { type: 'ok', value };
    };
  const latencies = [300, 60, 90];
  let next = 0;
  const { words } = await ran(
    limit(
      3,
      delay(20, () => ({ f: 'a', value: latencies[next++] })),
    ),
    bySpeed,
    3,
  );
  expect(words).toEqual([
    '0 p0 invoke a',
    '20 p1 invoke a',
    '40 p2 invoke a',
    '80 p1 ok a',
    '100 p0 info a',
    '130 p2 ok a',
  ]);
});
