import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ensemble, Target } from '../../src/contract.ts';
import { clients, eachThread, once } from '../../src/generator/index.ts';
import { readHistory } from '../../src/history/file.ts';
import { historyOf } from '../../src/history/history.ts';
import { seededRandom } from '../../src/random.ts';
import type { RunRequest } from '../../src/run/request.ts';
import { RunCrash, runTest } from '../../src/run/run.ts';
import { readTest } from '../../src/store/results.ts';
import { storedHistory } from '../../src/store/stored-history.ts';
import {
  applyOk,
  eventsOf,
  FAKE_FAULT,
  type FakeNemesis,
  fakeNemesis,
  fakeRequest,
  fakeWorkload,
  inFolder,
  plan,
  quiet,
} from '../kit/fake-run.ts';
import { fakeTarget } from '../kit/fake-target.ts';

/** A run that is expected to end without a verdict. */
async function crashOf(request: RunRequest, interrupts = quiet()): Promise<RunCrash> {
  const error: unknown = await runTest(request, interrupts).then(
    () => undefined,
    error => error,
  );
  if (error instanceof RunCrash) return error;
  throw new Error(`expected a crash, found ${String(error)}`);
}

/** One fake nemesis to look at, and the request's entry that makes it. */
function watchedNemesis(act?: (f: string) => boolean): {
  readonly nemesis: FakeNemesis;
  readonly nemeses: RunRequest['nemeses'];
} {
  const nemesis = fakeNemesis(seededRandom(2), act);
  return { nemesis, nemeses: [() => nemesis] };
}

test('a compressed history holds the same events, in both formats', () =>
  inFolder(async plainly =>
    inFolder(async folder => {
      await runTest(fakeRequest(plainly), quiet());
      await runTest(fakeRequest(folder, { plan: { ...plan, compress: 'gzip' } }), quiet());
      const expected = await eventsOf(plainly);
      expect([...(await storedHistory(folder)).history.events()]).toEqual(expected);
      const edn = await readHistory(join(folder, 'history.edn.gz'));
      expect(edn.length).toBe(expected.length);
      expect(readdirSync(folder)).not.toContain('history.jsonl');
    }),
  ));

test('a run loads, breaks, heals, collects and removes', () =>
  inFolder(async folder => {
    const target = fakeTarget();
    const { nemesis, nemeses } = watchedNemesis();
    const phases: string[] = [];
    const observer = {
      onPhase: (phase: string) => void phases.push(phase),
      onEvent() {},
      onRoles() {},
    };
    const healed = ['serving', 'serving'];
    const result = await runTest(fakeRequest(folder, { target, nemeses, observer }), quiet());
    expect(result.ending).toBe('complete');
    expect(target.calls).toEqual(['start', 'serving', ...healed, 'collect', 'remove']);
    expect(nemesis.calls.slice(-2)).toEqual(['stop', 'teardown']);
    expect(phases).toEqual(['starting', 'setup', 'load', 'final', 'removing', 'checking']);
    expect(await readTest(folder)).toMatchObject({
      ending: 'complete',
      ensemble: { image: 'none' },
      nemeses: [{ name: 'fake', operations: [FAKE_FAULT] }],
      troubles: [],
      doubts: [],
    });
  }));

test('the history has every invocation before its completion, in one order of index and time', () =>
  inFolder(async folder => {
    await runTest(fakeRequest(folder), quiet());
    const events = await eventsOf(folder);
    expect(events.length).toBeGreaterThan(200);
    expect(events.map(({ index }) => index)).toEqual(events.map((_, at) => at));
    const times = events.map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const clientEvents = events.filter(({ process }) => process !== 'nemesis');
    const ok = clientEvents.filter(({ type }) => type === 'ok').length;
    expect(clientEvents.filter(({ type }) => type === 'invoke').length).toBe(ok);
  }));

test('the same seed on a virtual clock gives the same history, byte for byte', async () => {
  const run = (seed: number): Promise<string> =>
    inFolder(async folder => {
      const random = seededRandom(seed);
      const workload = fakeWorkload(applyOk, random.stream('workload'));
      await runTest(fakeRequest(folder, { random, workload }), quiet());
      return readFileSync(join(folder, 'history.jsonl'), 'utf8');
    });
  const first = await run(1);
  expect(await run(1)).toBe(first);
  expect(await run(2)).not.toBe(first);
});

test('the load lasts as long as the plan says, at its rate', () =>
  inFolder(async folder => {
    await runTest(fakeRequest(folder, { nemeses: [] }), quiet());
    const invokes = (await eventsOf(folder)).filter(({ type }) => type === 'invoke');
    expect(invokes.at(-1)?.time).toBeLessThan(2e9);
    expect(invokes.length).toBeGreaterThan(160);
    expect(invokes.length).toBeLessThan(240);
  }));

test('at rate 0 every thread is always busy', () =>
  inFolder(async folder => {
    const short = { ...plan, rate: 0, timeLimitMs: 100 };
    await runTest(fakeRequest(folder, { nemeses: [], plan: short }), quiet());
    const invokes = (await eventsOf(folder)).filter(({ type }) => type === 'invoke');
    expect(invokes).toHaveLength(3 * 20);
  }));

test('a run that is stopped before its load has no operation but is healed', () =>
  inFolder(async folder => {
    const { nemesis, nemeses } = watchedNemesis();
    const stop = new AbortController();
    const stopping = nemeses.map((make): typeof make => options => {
      stop.abort();
      return make(options);
    });
    const result = await runTest(fakeRequest(folder, { nemeses: stopping }), {
      ...quiet(),
      stop: stop.signal,
    });
    expect(result.ending).toBe('stopped');
    expect(nemesis.calls).toEqual(['stop', 'teardown']);
  }));

test('the stored history says what each fault was, and when it was healed', () =>
  inFolder(async folder => {
    await runTest(fakeRequest(folder), quiet());
    const faults = historyOf(await eventsOf(folder)).faults();
    expect(faults.length).toBeGreaterThan(1);
    for (const fault of faults)
      expect(fault).toMatchObject({ nemesis: 'fake', f: 'start', affects: ['servers'] });
    expect(faults.every(({ fromNs, toNs }) => fromNs < toNs && Number.isFinite(toNs))).toBe(true);
  }));

test('final operations come after the last healing', () =>
  inFolder(async folder => {
    const workload = {
      ...fakeWorkload(),
      finalGenerator: clients(eachThread(() => once({ f: 'final', value: null }))),
    };
    await runTest(fakeRequest(folder, { workload }), quiet());
    const fs = (await eventsOf(folder)).map(({ f }) => f);
    expect(fs.filter(f => f === 'final')).toHaveLength(6);
    expect(fs.indexOf('final')).toBeGreaterThan(fs.lastIndexOf('stop'));
  }));

test('an ensemble that never forms is a crash, with node logs collected and everything removed', () =>
  inFolder(async folder => {
    const target = fakeTarget({ fails: 'serving' });
    const crash = await crashOf(fakeRequest(folder, { target }));
    expect(crash.message).toBe('serving: no');
    expect(target.calls).toEqual(['start', 'serving', 'collect', 'remove']);
    expect(await readTest(folder)).toMatchObject({
      ending: 'crashed',
      crash: 'Error: serving: no',
    });
  }));

test('a target that cannot start is a crash', () =>
  inFolder(async folder => {
    const target = fakeTarget({ fails: 'start' });
    expect((await crashOf(fakeRequest(folder, { target }))).message).toBe('start: no');
  }));

describe('a start that is interrupted', () => {
  /** A start that is interrupted after 0.1 s, and goes on for 30 s. */
  const interrupted = async (
    folder: string,
    ends: (ensemble: Ensemble) => Ensemble,
    by: 'stop' | 'abort' = 'abort',
  ) => {
    const request = fakeRequest(folder);
    const { clock } = request;
    const interrupt = new AbortController();
    const target = fakeTarget();
    const start: Target['start'] = async (spec, signal) => {
      clock.after(100, () => interrupt.abort(new Error('interrupted')));
      await clock.sleep(1e6, signal).catch(() => clock.sleep(30_000));
      target.calls.push('ended');
      return ends(await fakeTarget().start(spec, signal));
    };
    const interrupts = { ...quiet(), [by]: interrupt.signal };
    const crash = await crashOf({ ...request, target: { ...target, start } }, interrupts);
    return { crash, calls: target.calls, test: await readTest(folder) };
  };

  test.each(['stop', 'abort'] as const)(
    'by %s is waited for, so that it removes what it made',
    by =>
      inFolder(async folder => {
        const removed = (): never => {
          throw new Error('interrupted, and removed');
        };
        const { crash, calls, test } = await interrupted(folder, removed, by);
        expect(crash.message).toBe('interrupted');
        expect(calls).toEqual(['ended']);
        expect(test.troubles).toEqual([]);
      }),
  );

  test('and succeeds all the same is removed', () =>
    inFolder(async folder => {
      let isRemoved = false;
      const remove = async (): Promise<void> => {
        isRemoved = true;
      };
      await interrupted(folder, ensemble => ({ ...ensemble, remove }));
      expect(isRemoved).toBe(true);
    }));
});

test('a crash keeps what could not be removed, with the command that removes it', () =>
  inFolder(async folder => {
    const setup = async (): Promise<void> => {
      throw new Error('no engine');
    };
    const workload = { ...fakeWorkload(), setup };
    await crashOf(fakeRequest(folder, { target: fakeTarget({ fails: 'remove' }), workload }));
    expect((await readTest(folder)).troubles.at(-1)).toBe(
      'Parts of it may be left. Remove them with: npx zoobreak clean --target fake',
    );
  }));

test('an ensemble that does not serve after healing is a doubt', () =>
  inFolder(async folder => {
    await runTest(fakeRequest(folder, { target: fakeTarget({ fails: 'serving later' }) }), quiet());
    expect((await readTest(folder)).doubts).toEqual(['after healing: serving: no']);
  }));

test('logs that cannot be collected are a trouble, and the ensemble is removed all the same', () =>
  inFolder(async folder => {
    const target = fakeTarget({ fails: 'collect' });
    await runTest(fakeRequest(folder, { target }), quiet());
    expect(target.calls.at(-1)).toBe('remove');
    expect((await readTest(folder)).troubles).toEqual([
      "collecting the nodes' logs failed: Error: collect: no",
    ]);
  }));

test('an ensemble that cannot be removed is a trouble, with the command that removes it', () =>
  inFolder(async folder => {
    await runTest(fakeRequest(folder, { target: fakeTarget({ fails: 'remove' }) }), quiet());
    expect((await readTest(folder)).troubles).toEqual([
      'removing the ensemble failed: Error: remove: no',
      'Parts of it may be left. Remove them with: npx zoobreak clean --target fake',
    ]);
  }));

test('a setup that fails is a crash, and the ensemble is removed', () =>
  inFolder(async folder => {
    const target = fakeTarget();
    const setup = async (): Promise<void> => {
      throw new Error('no znode');
    };
    const workload = { ...fakeWorkload(), setup };
    expect((await crashOf(fakeRequest(folder, { target, workload }))).message).toBe('no znode');
    expect(target.calls.at(-1)).toBe('remove');
  }));

test('a generator that throws is a crash, and the nemeses heal', () =>
  inFolder(async folder => {
    const { nemesis, nemeses } = watchedNemesis();
    const target = fakeTarget();
    let asked = 0;
    const generator = (): never => {
      throw new Error('a bug');
    };
    const workload = {
      ...fakeWorkload(),
      generator: eachThread(() => () => (asked++ < 20 ? { f: 'read', value: null } : generator())),
    };
    expect((await crashOf(fakeRequest(folder, { nemeses, target, workload }))).message).toBe(
      'a bug',
    );
    expect(nemesis.calls.at(-1)).toBe('teardown');
    expect(target.calls.slice(-2)).toEqual(['collect', 'remove']);
  }));

test('stop ends the load; healing, final operations and the verdict follow', () =>
  inFolder(async folder => {
    const { nemesis, nemeses } = watchedNemesis();
    const stop = new AbortController();
    let seen = 0;
    const onEvent = (): void => {
      seen += 1;
      if (seen === 50) stop.abort();
    };
    const observer = { onPhase() {}, onEvent, onRoles() {} };
    const request = fakeRequest(folder, { nemeses, observer });
    const result = await runTest(request, { ...quiet(), stop: stop.signal });
    expect(result.ending).toBe('stopped');
    expect(nemesis.calls.slice(-2)).toEqual(['stop', 'teardown']);
    const clientEvents = (await eventsOf(folder)).filter(({ process }) => process !== 'nemesis');
    expect(clientEvents.length).toBeLessThan(60);
    const open = clientEvents.filter(({ type }) => type === 'invoke').length;
    expect(clientEvents.length).toBe(2 * open);
  }));

test('abort ends everything, but heals and removes', () =>
  inFolder(async folder => {
    const { nemesis, nemeses } = watchedNemesis();
    const target = fakeTarget();
    const abort = new AbortController();
    let seen = 0;
    const onEvent = (): void => {
      seen += 1;
      if (seen === 50) abort.abort(new Error('interrupted twice'));
    };
    const observer = { onPhase() {}, onEvent, onRoles() {} };
    const request = fakeRequest(folder, { nemeses, target, observer });
    const crash = await crashOf(request, { ...quiet(), abort: abort.signal });
    expect(crash.message).toBe('interrupted twice');
    expect(nemesis.calls.at(-1)).toBe('teardown');
    expect(target.calls.slice(-2)).toEqual(['collect', 'remove']);
    expect(await eventsOf(folder)).toHaveLength(50);
  }));

test('an ensemble that is to be left running is not removed', () =>
  inFolder(async folder => {
    const target = fakeTarget();
    await runTest(fakeRequest(folder, { target, plan: { ...plan, leaveRunning: true } }), quiet());
    expect(target.calls).not.toContain('remove');
  }));

test('a nemesis that throws is in the history, and the run says so', () =>
  inFolder(async folder => {
    const { nemeses } = watchedNemesis(f => {
      if (f === 'start') throw new Error('no such rule');
      return true;
    });
    await runTest(fakeRequest(folder, { nemeses }), quiet());
    const starts = (await eventsOf(folder)).filter(
      ({ f, type }) => f === 'start' && type !== 'invoke',
    );
    expect(starts.length).toBeGreaterThan(0);
    for (const start of starts)
      expect(start).toMatchObject({
        type: 'info',
        error: { name: 'threw', message: 'Error: no such rule' },
      });
    expect((await readTest(folder)).troubles).toContain(
      'nemesis: start failed: Error: no such rule',
    );
  }));

test('roles are stored when they change', () =>
  inFolder(async folder => {
    await runTest(fakeRequest(folder), quiet());
    const lines = readFileSync(join(folder, 'roles.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map(line => JSON.parse(line))).toEqual([
      { time: 0, roles: { n1: 'leader', n2: 'follower', n3: 'follower' } },
    ]);
  }));
