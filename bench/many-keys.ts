/** Reading and checking a history of many keys in two worker threads, each its share of the keys.
 *
 *   node dist/bench/many-keys.js             5000 keys of 200 operations, none lost
 *   node dist/bench/many-keys.js 5000 50     5 % never returned
 *
 * Makes a file of history lines in the system's temporary folder first. Prints wall and CPU seconds. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { linearizable } from '../src/checker/linearizable/index.ts';
import { readParts } from '../src/history/file.ts';
import { historyOfColumns } from '../src/history/history.ts';
import { encodeEvent } from '../src/history/jsonl.ts';
import { shardOf } from '../src/judge/check-task.ts';
import { casRegister } from '../src/model/index.ts';
import { generate } from '../test/oracle/long-histories.ts';
import { casRegisterSource } from '../test/oracle/long-history-objects.ts';

const WORKERS = 2;
const OPERATIONS_OF_A_KEY = 200;
const PROCESSES_OF_A_KEY = 10;

async function write(path: string, keys: number, lostPerMille: number): Promise<void> {
  const file = createWriteStream(path);
  let index = 0;
  for (let key = 0; key < keys; key++) {
    const shape = { operations: OPERATIONS_OF_A_KEY, processes: PROCESSES_OF_A_KEY, lostPerMille };
    const history = generate(casRegisterSource(), { ...shape, bad: false, seed: key + 1 });
    const base = 2 * key * OPERATIONS_OF_A_KEY;
    const lines = Array.from(history.events(), event => {
      const process = base + Number(event.process);
      return `${encodeEvent({ ...event, index: index++, process, key: `k${key}` })}\n`;
    });
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

interface Share {
  readonly path: string;
  readonly shard: number;
}

interface Done {
  readonly readMs: number;
  readonly checkMs: number;
  readonly valid: string;
}

async function work({ path, shard }: Share): Promise<Done> {
  const begun = performance.now();
  const { columns, cut } = await readParts(path, { format: 'jsonl' });
  const history = historyOfColumns(columns, cut, key => shardOf(key, WORKERS) === shard);
  const read = performance.now();
  const elapsedMs = (): number => performance.now() - read;
  const budget = { timeMs: 120_000, memoryMb: 1024, elapsedMs };
  const { valid } = linearizable(casRegister(null)).check(history, budget);
  return { readMs: read - begun, checkMs: elapsedMs(), valid: String(valid) };
}

async function inWorker(share: Share): Promise<Done> {
  const worker = new Worker(new URL(import.meta.url), { workerData: share });
  const [done]: Done[] = await once(worker, 'message');
  if (!done) throw new Error('a worker ended without an answer');
  return done;
}

async function main(keys = '5000', lostPerMille = '0'): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-bench-'));
  const path = join(folder, 'history.jsonl');
  await write(path, Number(keys), Number(lostPerMille));
  const { size } = await stat(path);
  const cpu = process.cpuUsage();
  const shares = Array.from({ length: WORKERS }, (_, shard) => inWorker({ path, shard }));
  const done = await Promise.all(shares);
  const { user, system } = process.cpuUsage(cpu);
  const longest = (of: (one: Done) => number): string =>
    (Math.max(...done.map(of)) / 1000).toFixed(2);
  process.stdout.write(
    `${keys} keys, ${(size / 2 ** 20).toFixed(0)} MB: read ${longest(({ readMs }) => readMs)} s, ` +
      `checked ${longest(({ checkMs }) => checkMs)} s wall; ${((user + system) / 1e6).toFixed(2)} s CPU in all; ` +
      `${done.map(({ valid }) => valid).join(', ')}\n`,
  );
  await rm(folder, { recursive: true });
}

if (isMainThread) await main(...process.argv.slice(2));
else parentPort?.postMessage(await work(workerData));
