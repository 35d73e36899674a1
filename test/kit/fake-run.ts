/** A run on a fake target and a virtual clock. Its results are in a folder that is removed afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Checker,
  Client,
  ClientPlace,
  FaultOperation,
  FaultReport,
  Nemesis,
  Outcome,
  Workload,
} from '../../src/contract.ts';
import { virtualClock } from '../../src/ensemble/sim/virtual-clock.ts';
import { flipFlop, mix, once, stagger } from '../../src/generator/index.ts';
import type { Event, Invocation } from '../../src/history/event.ts';
import { readHistory } from '../../src/history/file.ts';
import { silentLog } from '../../src/log.ts';
import { type Random, seededRandom } from '../../src/random.ts';
import type { RunRequest } from '../../src/run/request.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import type { VerdictRecord } from '../../src/store/results.ts';
import { fakeTarget } from './fake-target.ts';
import { never } from './never.ts';

export const plan: TestPlan = {
  workload: 'fake',
  nemeses: ['fake'],
  target: 'fake',
  server: '3.9.6',
  nodes: 3,
  observers: 0,
  concurrency: 3,
  rate: 100,
  timeLimitMs: 2000,
  nemesisIntervalMs: 300,
  keys: 1,
  reads: 'quorum',
  clients: 'pinned',
  sessionTimeoutMs: 6000,
  operationTimeoutMs: 500,
  seed: 11,
  leaveRunning: false,
};

/** Applies an operation. Default: returns ok after 5 ms. */
type Apply = (invocation: Invocation, place: ClientPlace, signal: AbortSignal) => Promise<Outcome>;

export const applyOk: Apply = async ({ value }, { clock }) => {
  await clock.sleep(5);
  return { type: 'ok', value };
};

const okChecker: Checker = {
  name: 'ok',
  perKey: true,
  check: history => ({ valid: true, counts: { operations: history.operations().length } }),
};

export function fakeWorkload(apply: Apply = applyOk, random: Random = seededRandom(1)): Workload {
  const open = (place: ClientPlace): Client => ({
    invoke: (invocation, signal) => apply(invocation, place, signal),
    close: async () => {},
  });
  return {
    name: 'fake',
    claim: 'nothing',
    source: 'nowhere',
    open,
    generator: mix<Invocation>(
      random,
      () => ({ f: 'read', value: null }),
      () => ({ f: 'write', value: random.intBelow(5) }),
    ),
    checkers: [okChecker],
  };
}

export interface FakeNemesis extends Nemesis {
  /** `start`, `stop`, and `teardown`. */
  readonly calls: string[];
}

/** What the fake nemesis declares. */
export const FAKE_FAULT: FaultOperation = {
  strike: 'start',
  heal: 'stop',
  affects: ['servers'],
  quorum: 'survives',
};

export function fakeNemesis(random: Random, act: (f: string) => boolean = () => true): FakeNemesis {
  const calls: string[] = [];
  const start = { f: 'start', value: null };
  const stop = { f: 'stop', value: null };
  return {
    name: 'fake',
    operations: [FAKE_FAULT],
    calls,
    generator: stagger(
      random,
      300,
      flipFlop<Invocation>(
        () => start,
        () => stop,
      ),
    ),
    finalGenerator: once(stop),
    invoke: async ({ f }): Promise<FaultReport> => {
      calls.push(f);
      return { verified: act(f), did: f, seen: null };
    },
    teardown: async () => void calls.push('teardown'),
  };
}

/** Runs `use` with a new folder, and removes the folder afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'zoobreak-test-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const noVerdict: VerdictRecord = {
  valid: 'unknown',
  cut: [],
  checks: [],
  counts: {},
  coverage: {},
};

/** Returns a request, with the test's `change`. */
export function fakeRequest(folder: string, change: Partial<RunRequest> = {}): RunRequest {
  return {
    plan,
    workload: fakeWorkload(),
    nemeses: [({ random }) => fakeNemesis(random)],
    target: fakeTarget(),
    clock: virtualClock(),
    random: seededRandom(plan.seed),
    folder,
    log: silentLog,
    versions: {},
    lastLook: async () => {},
    changeMembers: async () => ({ why: 'no server is here' }),
    check: async () => noVerdict,
    ...change,
  };
}

export async function eventsOf(folder: string): Promise<readonly Event[]> {
  return [...(await readHistory(join(folder, 'history.jsonl'))).events()];
}

/** The signals of a run that nobody stops. */
export const quiet = (): { readonly stop: AbortSignal; readonly abort: AbortSignal } => ({
  stop: never,
  abort: never,
});
