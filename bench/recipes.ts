/** How long the checker of each recipe takes for a history of a million operations, and what it says of it.
 *    node dist/bench/recipes.js [OPERATIONS [RECIPE]]
 *  Times are CPU seconds of this process, without making the history. */
import type { Checker } from '../src/contract.ts';
import type { Event } from '../src/history/event.ts';
import { historyOf } from '../src/history/history.ts';
import { seededRandom } from '../src/random.ts';
import { workloads } from '../workloads/registry.ts';
import {
  barriers,
  configs,
  doubleBarriers,
  memberships,
  names,
  queue,
  type Turns,
  turns,
} from './recipe-histories.ts';

const OPERATIONS = 1_000_000;
const BUDGET = { timeMs: 60_000, memoryMb: 2_048, elapsedMs: () => 0 };

type Make = (operations: number) => Iterable<Event>;

const turning =
  (enter: string, leave: string, room = 1, role: Turns['role'] = null): Make =>
  operations =>
    turns(operations, { enter, leave, room, role });
const locking = turning('acquire', 'release');
const leading = turning('lead', 'resign');

const HISTORIES: Readonly<Record<string, Make>> = {
  lock: locking,
  'lock-herd': locking,
  'rw-lock': turning('acquire', 'release', 3, 'read'),
  semaphore: turning('acquire', 'release', 2),
  election: leading,
  'election-herd': leading,
  queue: operations => queue(operations, () => false),
  'priority-queue': operations => queue(operations, (value, other) => value % 10 < other % 10),
  barrier: barriers,
  'double-barrier': doubleBarriers,
  membership: memberships,
  config: configs,
  naming: names,
};

function measure(name: string, make: Make, operations: number): string {
  const history = historyOf(make(operations));
  const [before, checkers] = [process.cpuUsage(), checkersOf(name)];
  const verdicts = checkers.map(checker => checker.check(history, BUDGET).valid);
  const { user, system } = process.cpuUsage(before);
  return `| ${name} | ${history.operations().length} | ${verdicts.join(', ')} | ${((user + system) / 1e6).toFixed(1)} |`;
}

function checkersOf(name: string): readonly Checker[] {
  const entry = workloads.find(each => each.name === name);
  if (entry === undefined) throw new RangeError(`no workload is called ${name}`);
  const ensemble = { target: 'sim', server: '3.9.6', voters: 3, observers: 0 };
  const random = seededRandom(1);
  return entry.create({ reads: 'quorum', keys: 1, concurrency: 6, ensemble, random }).checkers;
}

const operations = Number(process.argv[2] ?? OPERATIONS);
process.stdout.write('| recipe | operations | valid | CPU s |\n|---|---|---|---|\n');
for (const [name, make] of Object.entries(HISTORIES).filter(
  ([each]) => each === (process.argv[3] ?? each),
))
  process.stdout.write(`${measure(name, make, operations)}\n`);
