/**
 * CPU seconds and memory of one check from a file on disk, each in a fresh process with one thread
 * (V8's own helpers, which compile and collect beside it, are off).
 *   node bench/check.mjs [TRANSACTIONS...]      after `npm run build`
 */
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const REGISTERS = [3_000];

/** Lines of JSON, some thousand at a time. */
function* lines(serialEvents, options) {
  let text = '';
  let index = 0;
  for (const event of serialEvents(options)) {
    text += `${JSON.stringify({ index, time: index * 50_000, ...event })}\n`;
    index++;
    if (text.length > 1 << 18) {
      yield text;
      text = '';
    }
  }
  yield text;
}

async function measure(folder, workload, txns, options) {
  const file = join(folder, `${workload}-${txns}.jsonl`);
  const serial = { workload, seed: 1, txns, processes: 20, keys: 10, writesPerKey: 32 };
  const { serialEvents } = await import('../dist/index.js');
  await pipeline(lines(serialEvents, serial), createWriteStream(file));
  const script = process.argv[1];
  const { stdout } = await execute(process.execPath, [
    '--single-threaded',
    script,
    '--one',
    file,
    workload,
    options,
  ]);
  const megabytes = ((await stat(file)).size / 1e6).toFixed(0);
  console.log(`${workload}\t${txns}\t${megabytes} MB\t${options}\t${stdout.trim()}`);
  await rm(file);
}

/** In a process of its own: what it took in all, from the start of the process. */
async function one(file, workload, options) {
  const [{ check }, { load }] = [await import('../dist/check.js'), await import('../dist/load.js')];
  const result = check(await load(file, workload), JSON.parse(options));
  const { user, system } = process.cpuUsage();
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`${((user + system) / 1e6).toFixed(2)} CPU s\t${memory} MB\t${result.valid}`);
}

async function all(sizes) {
  const folder = await mkdtemp(join(tmpdir(), 'elle-ts-bench-'));
  try {
    for (const txns of sizes) await measure(folder, 'list-append', txns, '{}');
    for (const txns of REGISTERS) {
      await measure(folder, 'rw-register', txns, '{"linearizableKeys":true}');
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--one') await one(...rest);
else await all(first === undefined ? SIZES : [first, ...rest].map(Number));
