/** How many operations a second the engine alone schedules: clients that answer at once, the history
 * written to a file. Prints a table; `node dist/bench/engine.js`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../src/clock.ts';
import type { Client, Generator, Outcome } from '../src/contract.ts';
import { clients, independentKeys, mix, stagger, timeLimit } from '../src/generator/index.ts';
import type { Invocation } from '../src/history/event.ts';
import { type Random, seededRandom } from '../src/random.ts';
import { Engine } from '../src/run/engine.ts';
import { HistoryWriter } from '../src/store/run-writers.ts';

const LOAD_MS = 3000;
const CONCURRENCIES = [1, 5, 10, 50, 100];
const AIM = 50_000;

const answer: Outcome = {
  type: 'ok',
  value: [7, 3],
  zxid: 0x10000001cn,
  session: 0x1000a4c2b350000n,
  node: 'n2',
};
const idle: Client = { invoke: async () => answer, close: async () => {} };

/** The register workload's shape: groups of five threads at most, 200 operations a key, no waiting. */
function generator(random: Random, concurrency: number): Generator {
  const value = (): number => random.intBelow(5);
  const register = mix<Invocation>(
    random,
    () => ({ f: 'read', value: null }),
    () => ({ f: 'write', value: value() }),
    () => ({ f: 'cas', value: [value(), value()] }),
  );
  const keyed = independentKeys(Math.min(5, concurrency), 200, () => register);
  return clients(timeLimit(LOAD_MS, stagger(random, 0, keyed)));
}

interface Rate {
  readonly perSecond: number;
  /** On a busy machine the better measure. */
  readonly perCpuSecond: number;
}

async function measure(folder: string, concurrency: number): Promise<Rate> {
  const clock = systemClock();
  const history = new HistoryWriter(join(folder, `${concurrency}.jsonl`), clock);
  let completions = 0;
  const engine = new Engine({
    clock,
    concurrency,
    open: () => idle,
    retired: () => {},
    limitMs: () => 5000,
    record: event => {
      history.append(event);
      if (event.type !== 'invoke') completions += 1;
    },
  });
  const never = new AbortController().signal;
  const before = process.cpuUsage();
  await engine.run(generator(seededRandom(1), concurrency), never, never);
  history.close();
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: (completions / clock.nowNs()) * 1e9,
    perCpuSecond: (completions / (user + system)) * 1e6,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'zoobreak-bench-'));
try {
  console.log(`engine alone, ${LOAD_MS / 1000} s each, aim ${AIM} operations a second`);
  console.log('threads  operations/s  operations/CPU s');
  for (const concurrency of CONCURRENCIES) {
    const { perSecond, perCpuSecond } = await measure(folder, concurrency);
    console.log(`${shown(concurrency, 7)}${shown(perSecond, 14)}${shown(perCpuSecond, 18)}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function shown(count: number, width: number): string {
  return Math.round(count).toString().padStart(width);
}
