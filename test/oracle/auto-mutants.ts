/** Mutants that nobody chose: of the sim's source, and of each field of each reply. */
import { seededRandom } from '../../src/random.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { type Baseline, newIn } from './baseline.ts';
import { simPlan } from './sim-plan.ts';
import type { Sim } from './sim-pool.ts';
import type { Shown } from './sim-task.ts';
import { sourceMutants } from './source-mutants.ts';
import { wireMutants } from './wire-mutants.ts';

const SIM = new URL('../../src/ensemble/sim/', import.meta.url);

/** `stillborn`: no run is possible. `equivalent`: clients received the same as without it. */
type Fate = 'found' | 'missed' | 'stillborn' | 'equivalent';

interface AutoRow {
  readonly mutant: string;
  readonly fate: Fate;
  readonly plan?: TestPlan;
  readonly shown?: Shown;
  readonly crash?: string;
}

/** `count` of them drawn by a seed, or all. */
export function autoMutants(count?: number, seed = 1): readonly string[] {
  const all = [...sourceMutants(SIM), ...wireMutants()];
  return count === undefined
    ? all
    : seededRandom(seed).stream('mutants').shuffle(all).slice(0, count);
}

const EVERY_FAULT = ['partition', 'kill', 'pause', 'clock'];

/** Short runs first, five seeds of a minute last; the workloads between reach what `api` reaches too rarely. */
function plans(): readonly TestPlan[] {
  const run = (workload: string, seconds: number, nemeses: readonly string[]) => (seed: number) =>
    simPlan({
      workload,
      nemeses,
      seed,
      nodes: 3,
      timeLimitMs: seconds * 1000,
      nemesisIntervalMs: 2000,
    });
  return [
    run('api', 10, ['none'])(1),
    run('api', 20, EVERY_FAULT)(2),
    run('api', 20, ['client', 'power'])(3),
    run('register', 20, ['partition', 'kill'])(4),
    run('ephemeral', 30, ['pause', 'clock'])(5),
    run('watch', 20, ['client', 'kill'])(1),
    run('api', 60, ['none'])(5),
    ...[1, 2, 3, 4, 5].map(run('api', 60, EVERY_FAULT)),
  ];
}

/** Tries the runs in turn until one shows the mutant. */
export async function findAuto(mutant: string, sim: Sim, baseline: Baseline): Promise<AutoRow> {
  let fate: Fate = 'equivalent';
  for (const plan of plans()) {
    const honest = await baseline(plan);
    try {
      const judged = await sim(plan, mutant);
      if (judged.digest === honest.digest) continue;
      const [shown] = newIn(judged, honest);
      if (shown !== undefined) return { mutant, fate: 'found', plan, shown };
      fate = 'missed';
    } catch (error) {
      const crash = error instanceof Error ? error.message : String(error);
      return { mutant, fate: 'stillborn', plan, crash };
    }
  }
  return { mutant, fate };
}

/** Markdown: a row a mutant that clients could have noticed, and the sums. */
export function autoTable(rows: readonly AutoRow[]): readonly string[] {
  const of = (fate: Fate): number => rows.filter(row => row.fate === fate).length;
  const seen = of('found') + of('missed');
  return [
    '| mutant | fate | workload | nemeses | load s | seed | check | anomaly |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.filter(({ fate }) => fate === 'found' || fate === 'missed').map(autoRowText),
    '',
    `${rows.length} mutants: ${of('equivalent')} equivalent, ${of('stillborn')} stillborn. Of the ${seen} that change ` +
      `what clients receive ${of('found')} are found (${((100 * of('found')) / seen).toFixed(1)} %).`,
  ];
}

export function autoRowText({ mutant, fate, plan, shown }: AutoRow): string {
  const name = `\`${mutant.replaceAll('|', '\\|')}\``;
  const run = plan && [plan.workload, plan.nemeses.join(', '), plan.timeLimitMs / 1000, plan.seed];
  return `| ${[name, fate, ...(run ?? ['', '', '', '']), shown?.checker ?? '', shown?.type ?? ''].join(' | ')} |`;
}
