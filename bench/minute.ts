/** What a virtual minute of five nodes and ten clients under partitions and kills costs: the phase from the
 *  ensemble's start to the last operation of the load. Each rate has a process of its own, in which the
 *  minute is run five times, as `--test-count` does: V8 compiles in the first ones. Prints Markdown.
 *    node dist/bench/minute.js            50, 100 and 200 operations a second
 *    node dist/bench/minute.js RATE       in this process */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { RunObserver } from '../src/run/request.ts';
import { simPlan } from '../test/oracle/sim-plan.ts';
import { simulate } from '../test/oracle/simulate.ts';

const SELF = fileURLToPath(import.meta.url);
const RATES = [50, 100, 200];
const MINUTES = 5;
/** The minutes that are shown. */
const SHOWN = [0, 1, 4];

const [rate] = process.argv.slice(2);
if (rate === undefined) table();
else process.stdout.write(await rowOf(Number(rate)));

function table(): void {
  console.log(
    '| operations a second | operations | first: wall s, CPU s | second: wall s, CPU s | fifth: wall s, CPU s |',
  );
  console.log('|---|---|---|---|---|');
  for (const each of RATES)
    console.log(execFileSync(process.execPath, [SELF, `${each}`], { encoding: 'utf8' }));
  console.log(
    `\nLoad of the machine: ${loadavg()
      .map(load => load.toFixed(1))
      .join(', ')}.`,
  );
}

async function rowOf(perSecond: number): Promise<string> {
  const costs: Cost[] = [];
  for (let run = 0; run < MINUTES; run++) costs.push(await minute(perSecond));
  const shown = SHOWN.flatMap(run => costs[run] ?? []);
  return `| ${perSecond} | ${costs[0]?.operations} | ${shown.map(costText).join(' | ')} |`;
}

/** The processor's seconds are those of all threads, V8's compilers and collectors among them. */
interface Cost {
  readonly wallS: number;
  readonly cpuS: number;
  readonly operations: number;
}

async function minute(perSecond: number): Promise<Cost> {
  const [wallMs, cpu] = [performance.now(), process.cpuUsage()];
  let cost: Cost = { wallS: 0, cpuS: 0, operations: 0 };
  let operations = 0;
  const observer: RunObserver = {
    onPhase(phase) {
      if (phase !== 'final') return;
      const { user, system } = process.cpuUsage(cpu);
      cost = { wallS: (performance.now() - wallMs) / 1e3, cpuS: (user + system) / 1e6, operations };
    },
    onEvent({ type, process: by }) {
      if (type === 'invoke' && by !== 'nemesis') operations++;
    },
    onRoles() {},
  };
  await simulate(simPlan({ nemeses: ['partition', 'kill'], rate: perSecond }), { observer });
  return cost;
}

function costText({ wallS, cpuS }: Cost): string {
  return `${wallS.toFixed(2)}, ${cpuS.toFixed(2)}`;
}
