import { describe, expect, test } from 'vitest';
import { virtualClock } from '../../src/ensemble/sim/virtual-clock.ts';
import { clients, delay, timeLimit } from '../../src/generator/index.ts';
import { Engine } from '../../src/run/engine.ts';
import { ThreadControl } from '../../src/run/thread-control.ts';
import { never } from '../kit/never.ts';

type Moment = 'at once' | 'at rest' | 'idle';

interface Ran {
  /** `0 t0 invoke`: milliseconds, thread, type. */
  readonly words: readonly string[];
  /** When the control of thread 0 said that it was frozen, or idle. */
  readonly frozenMs: number | undefined;
}

/** Two threads do an operation of 10 ms every 20 ms for 100 ms; thread 0 is paused, or idle, from `fromMs` to
 *  `toMs`. */
async function ran(moment: Moment, fromMs: number, toMs: number): Promise<Ran> {
  const clock = virtualClock();
  const control = new ThreadControl(0);
  const words: string[] = [];
  let frozenMs: number | undefined;
  const engine = new Engine({
    clock,
    concurrency: 2,
    open: ({ thread }) => {
      const seen = thread === 0 ? control.gate.clock(clock) : clock;
      const invoke = async () => {
        await seen.sleep(10);
        return { type: 'ok', value: null } as const;
      };
      return { invoke, close: async () => {} };
    },
    retired: () => undefined,
    limitMs: () => 1000,
    record: ({ time, process, type }) => words.push(`${time / 1e6} p${process} ${type}`),
  });
  control.employ(engine);
  clock.after(fromMs, () => {
    const held = moment === 'idle' ? control.idle() : control.pause(moment);
    void held.then(() => {
      frozenMs = clock.nowNs() / 1e6;
    });
  });
  clock.after(toMs, () => (moment === 'idle' ? control.wake() : control.resume()));
  const source = timeLimit(
    100,
    delay(20, () => ({ f: 'a', value: null })),
  );
  await engine.run(clients(source), never, never);
  return { words, frozenMs };
}

const of = (process: string, { words }: Ran): readonly string[] =>
  words.filter(word => word.includes(process));

test('paused between operations, a thread gets none until it is resumed', async () => {
  const run = await ran('at once', 15, 45);
  expect(of('p0', run)).toEqual(['0 p0 invoke', '10 p0 ok', '60 p0 invoke', '70 p0 ok']);
  expect(of('p1', run)[0]).toBe('20 p1 invoke');
});

test('paused at rest, its operation in hand comes to its end first', async () => {
  const run = await ran('at rest', 5, 45);
  expect(of('p0', run).slice(0, 3)).toEqual(['0 p0 invoke', '10 p0 ok', '60 p0 invoke']);
  expect(run.frozenMs).toBe(10);
});

test('paused at once, its operation in hand is stuck', async () => {
  const run = await ran('at once', 5, 75);
  expect(of('p0', run).slice(0, 2)).toEqual(['0 p0 invoke', '75 p0 ok']);
  expect(run.frozenMs).toBe(5);
});

test('resumed before it came to rest, it is not frozen at all', async () => {
  const run = await ran('at rest', 5, 7);
  expect(of('p0', run).slice(0, 2)).toEqual(['0 p0 invoke', '10 p0 ok']);
  expect(of('p0', run).length).toBeGreaterThan(2);
});

test('the load ends although a thread is paused', async () => {
  const run = await ran('at once', 15, 1e6);
  expect(of('p0', run)).toEqual(['0 p0 invoke', '10 p0 ok']);
  expect(run.words.at(-1)).toBe('90 p1 ok');
});

describe('idle', () => {
  test('it gets no operation until it wakes', async () => {
    const run = await ran('idle', 15, 45);
    expect(of('p0', run)).toEqual(['0 p0 invoke', '10 p0 ok', '60 p0 invoke', '70 p0 ok']);
    expect(run.frozenMs).toBe(15);
  });

  test('its operation in hand comes to its end first, and is not held up', async () => {
    const run = await ran('idle', 5, 45);
    expect(of('p0', run).slice(0, 2)).toEqual(['0 p0 invoke', '10 p0 ok']);
    expect(run.frozenMs).toBe(10);
  });

  test('its timers fire and its connections work: it is not frozen', async () => {
    const clock = virtualClock();
    const control = new ThreadControl(0);
    control.employ({ hold: async () => {}, release: () => {} });
    await control.idle();
    let firedMs: number | undefined;
    control.gate.clock(clock).after(5, () => {
      firedMs = clock.nowNs() / 1e6;
    });
    await clock.sleep(10);
    expect(firedMs).toBe(5);
  });
});

describe('paused and idle at once', () => {
  const calls = async (...steps: readonly (keyof Steps)[]): Promise<readonly string[]> => {
    const made: string[] = [];
    const control = new ThreadControl(0);
    const engine = {
      hold: async () => void made.push('hold'),
      release: () => void made.push('release'),
    };
    control.employ(engine);
    const does: Steps = {
      pause: () => control.pause('at rest'),
      resume: async () => control.resume(),
      idle: () => control.idle(),
      wake: async () => control.wake(),
    };
    for (const step of steps) await does[step]();
    return made;
  };
  interface Steps {
    readonly pause: () => Promise<void>;
    readonly resume: () => Promise<void>;
    readonly idle: () => Promise<void>;
    readonly wake: () => Promise<void>;
  }

  test('resumed, it is idle still', async () => {
    expect(await calls('idle', 'pause', 'resume')).toEqual(['hold']);
  });
  test('awake, it is paused still', async () => {
    expect(await calls('idle', 'pause', 'wake')).toEqual(['hold']);
  });
  test('resumed and awake, it gets operations again', async () => {
    expect(await calls('idle', 'pause', 'wake', 'resume')).toEqual(['hold', 'release']);
  });
  test('neither, a resume and a wake do nothing', async () => {
    expect(await calls('resume', 'wake')).toEqual([]);
  });
});
