/** How the linearizability checker does by size, concurrency, share of operations that never returned, valid
 * and bad, over several seeds; each history in a process of its own, for its memory.
 *
 *   node dist/bench/checker.js                    the table, ten seeds a cell, 20 s a history
 *   node dist/bench/checker.js cas-register 3     the rows whose name holds `cas-register`, three seeds
 *   node dist/bench/checker.js cas-register 10 60000 1000   60 s a history, 1000 operations alone
 *
 * Times are CPU seconds of deciding and explaining, without making the history, the median and the longest;
 * memory is the largest peak of a process, which holds the history too. `right` counts the seeds decided as
 * they were made. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { linearizable } from '../src/checker/linearizable/index.ts';
import type { Checker } from '../src/contract.ts';
import {
  casRegister,
  counter,
  fencedMutex,
  fifoQueue,
  mutex,
  ownedMutex,
  reentrantMutex,
  register,
  set,
  uniqueIds,
} from '../src/model/index.ts';
import { generate, type Shape, type Source } from '../test/oracle/long-histories.ts';
import {
  casRegisterSource,
  counterSource,
  fencedMutexSource,
  idsSource,
  mutexSource,
  ownedMutexSource,
  queueSource,
  reentrantMutexSource,
  setSource,
  uniqueRegisterSource,
} from '../test/oracle/long-history-objects.ts';

interface Subject {
  readonly source: () => Source;
  readonly checker: Checker;
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  'cas-register': { source: casRegisterSource, checker: linearizable(casRegister(null)) },
  'unique-register': { source: uniqueRegisterSource, checker: linearizable(register(null)) },
  'fifo-queue': { source: queueSource, checker: linearizable(fifoQueue) },
  set: { source: setSource, checker: linearizable(set) },
  mutex: { source: mutexSource, checker: linearizable(mutex) },
  'owned-mutex': { source: ownedMutexSource, checker: linearizable(ownedMutex) },
  'reentrant-mutex': { source: reentrantMutexSource, checker: linearizable(reentrantMutex) },
  counter: { source: counterSource, checker: linearizable(counter(0)) },
  'unique-ids': { source: idsSource, checker: linearizable(uniqueIds) },
  'fenced-mutex': { source: fencedMutexSource, checker: linearizable(fencedMutex) },
};

/** A row of the table: a shape without its seed. */
interface Cell extends Omit<Shape, 'seed'> {
  readonly subject: string;
}

const MEMORY_MB = 1024;

interface Columns {
  readonly sizes: readonly number[];
  readonly processes: readonly number[];
  readonly lost: readonly number[];
}

function cellsOf(subject: string, { sizes, processes, lost }: Columns): Cell[] {
  return lost.flatMap(lostPerMille =>
    processes.flatMap(count =>
      [false, true].flatMap(bad =>
        sizes.map(operations => ({ subject, operations, processes: count, lostPerMille, bad })),
      ),
    ),
  );
}

function cells(): Cell[] {
  const of = (sizes: number[], processes: number[], lost: number[]): Cell[] =>
    cellsOf('cas-register', { sizes, processes, lost });
  const large = { sizes: [1_000_000], processes: [50], lost: [10] };
  return [
    ...of([1000, 10_000, 100_000, 1_000_000], [5, 10], [0]),
    ...of([1000, 10_000], [20], [0]),
    ...of([1000, 10_000, 100_000, 1_000_000], [5, 10], [10, 50]),
    ...of([1000, 10_000], [20], [10, 50]),
    ...of([1000], [50], [0, 10, 50]),
    ...Object.keys(SUBJECTS)
      .filter(subject => subject !== 'cas-register')
      .flatMap(subject => cellsOf(subject, large)),
  ];
}

interface Measured {
  readonly verdict: string;
  readonly seconds: number;
  readonly megabytes: number;
}

/** Decides one history in this process. */
function measure(subjectName: string, shape: Shape, limitMs: number): Measured {
  const subject = SUBJECTS[subjectName];
  if (!subject) throw new RangeError(`no subject ${subjectName}`);
  const history = generate(subject.source(), shape);
  history.operations();
  const start = process.cpuUsage();
  const elapsedMs = (): number => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const budget = { timeMs: limitMs, memoryMb: MEMORY_MB, elapsedMs };
  const verdict = subject.checker.check(history, budget);
  return {
    verdict: verdict.valid === 'unknown' ? `unknown: ${verdict.why}` : String(verdict.valid),
    seconds: elapsedMs() / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
}

function row(cell: Cell, results: readonly Measured[]): string {
  const expected = String(!cell.bad);
  const kind = `${cell.bad ? 'bad' : 'valid'}, ${cell.lostPerMille / 10} %, ${cell.processes}`;
  const right = results.filter(({ verdict }) => verdict === expected).length;
  const others = results.map(({ verdict }) => verdict).filter(verdict => verdict !== expected);
  const seconds = results.map(result => result.seconds).sort((a, b) => a - b);
  const median = seconds[seconds.length >> 1] ?? 0;
  return [
    cell.subject.padEnd(16),
    kind.padEnd(18),
    String(cell.operations).padStart(8),
    `${median.toFixed(2)} s`.padStart(10),
    `${(seconds.at(-1) ?? 0).toFixed(2)} s`.padStart(10),
    `${Math.max(...results.map(({ megabytes }) => megabytes)).toFixed(0)} MB`.padStart(9),
    `  right ${right} of ${results.length} ${[...new Set(others)].join('; ')}`,
  ].join(' ');
}

function inChild(cell: Cell, seed: number, limitMs: string): Measured {
  const task = JSON.stringify({ ...cell, seed });
  const command = [fileURLToPath(import.meta.url), '--one', task, limitMs];
  return JSON.parse(execFileSync(process.execPath, command, { encoding: 'utf8' }));
}

function main(name = '', seeds = '10', limitMs = '20000', operations = ''): void {
  if (name === '--one') {
    const { subject, ...shape } = JSON.parse(seeds);
    process.stdout.write(JSON.stringify(measure(subject, shape, Number(limitMs))));
    return;
  }
  const wanted = cells().filter(
    cell =>
      cell.subject.includes(name) && (operations === '' || cell.operations === Number(operations)),
  );
  for (const cell of wanted) {
    const all = Array.from({ length: Number(seeds) }, (_, at) => inChild(cell, at + 1, limitMs));
    process.stdout.write(`${row(cell, all)}\n`);
  }
}

main(...process.argv.slice(2));
