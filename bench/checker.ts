/** How long the linearizability checker takes, by size, concurrency, share of operations that never
 * returned, valid and bad; each cell in a process of its own, for its memory.
 *
 *   node dist/bench/checker.js                 the table
 *   node dist/bench/checker.js register 5000   the rows whose name holds `register`, 5 s a cell
 *
 * A bad mutex has one acquire or release too many, which one that never returned may explain: then `true`
 * is right.
 *
 * Times are CPU seconds of deciding, without making the history; memory is the peak of the process,
 * which holds the history too. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { linearizable } from '../src/checker/index.ts';
import type { Checker } from '../src/contract.ts';
import { casRegister, fifoQueue, mutex, register, set } from '../src/model/index.ts';
import {
  casRegisterSource,
  generate,
  mutexSource,
  queueSource,
  type Shape,
  type Source,
  setSource,
  uniqueRegisterSource,
} from './checker-histories.ts';

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
};

interface Cell extends Shape {
  readonly subject: string;
}

const MEMORY_MB = 1024;

function cells(): Cell[] {
  const of = (
    subject: string,
    sizes: readonly number[],
    concurrency: readonly number[],
    lost: readonly number[],
  ): Cell[] =>
    lost.flatMap(lostPerMille =>
      concurrency.flatMap(processes =>
        [false, true].flatMap(bad =>
          sizes.map(operations => ({ subject, operations, processes, lostPerMille, bad, seed: 1 })),
        ),
      ),
    );
  return [
    ...of('cas-register', [1000, 10_000, 100_000, 1_000_000], [5, 10], [0]),
    ...of('cas-register', [1000, 10_000], [20], [0]),
    ...of('cas-register', [1000, 10_000, 100_000], [5, 10], [10, 50]),
    ...of('cas-register', [1000, 10_000], [20], [10, 50]),
    ...of('cas-register', [1000], [50], [0, 10, 50]),
    ...of('unique-register', [1_000_000], [50], [10]),
    ...of('fifo-queue', [1_000_000], [50], [10]),
    ...of('set', [1_000_000], [50], [10]),
    ...of('mutex', [1_000_000], [50], [0, 10]),
  ];
}

interface Measured {
  readonly verdict: string;
  readonly seconds: number;
  readonly megabytes: number;
}

/** Decides one cell's history in this process. */
function measure(cell: Cell, limitMs: number): Measured {
  const subject = SUBJECTS[cell.subject];
  if (!subject) throw new RangeError(`no subject ${cell.subject}`);
  const history = generate(subject.source(), cell);
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

function row(cell: Cell, { verdict, seconds, megabytes }: Measured): string {
  const kind = `${cell.bad ? 'bad' : 'valid'}, ${cell.lostPerMille / 10} %, ${cell.processes}`;
  return [
    cell.subject.padEnd(16),
    kind.padEnd(18),
    String(cell.operations).padStart(8),
    `${seconds.toFixed(2)} s`.padStart(10),
    `${megabytes.toFixed(0)} MB`.padStart(8),
    ` ${verdict}`,
  ].join(' ');
}

function main(name = '', limitMs = '20000', one?: string): void {
  if (one !== undefined) {
    process.stdout.write(JSON.stringify(measure(JSON.parse(one), Number(limitMs))));
    return;
  }
  for (const cell of cells().filter(({ subject }) => subject.includes(name))) {
    const command = [fileURLToPath(import.meta.url), name, limitMs, JSON.stringify(cell)];
    const measured = execFileSync(process.execPath, command, { encoding: 'utf8' });
    process.stdout.write(`${row(cell, JSON.parse(measured))}\n`);
  }
}

main(...process.argv.slice(2));
