/** Resolves `--schedule FILE` in the settings: reads the file, and derives the nemeses of the run from it. */
import { resolve } from 'node:path';
import type { NemesisEntry } from '../../../nemesis/entry.ts';
import { type ScheduleStep, scheduleIn } from '../../store/schedule.ts';
import { SCHEDULE_HELP } from '../../store/store-error.ts';
import { readYaml } from '../../store/yaml-file.ts';
import { UsageError } from '../exit.ts';
import type { Gathered } from '../options/settings-sources.ts';
import { didYouMean } from '../suggest.ts';
import { stepProblems } from './check-steps.ts';
import { nemesesIn } from './fewer-steps.ts';

interface Place {
  readonly nemeses: readonly NemesisEntry[];
  /** The folder against which paths are relative. */
  readonly folder: string;
}

/** Returns the settings with the schedule in place of its path. @throws UsageError */
export async function withSchedule(gathered: Gathered, place: Place): Promise<Gathered> {
  const given = gathered.get('schedule');
  if (given === undefined) return gathered;
  const path = String(given.value);
  const steps = await stepsIn(path, place);
  const origin = `${given.origin} ${path}`;
  const problems = stepProblems(steps, { nemeses: place.nemeses, nodeCount: nodeCount(gathered) });
  if (problems.length > 0)
    throw new UsageError(problems.map(problem => `${origin}: ${problem}`).join('\n'));
  requireAlone(gathered, steps, origin);
  return new Map([
    ...gathered,
    ['schedule', { ...given, value: { path, steps } }],
    ['nemesis', { value: nemesesIn(steps), origin }],
  ]);
}

async function stepsIn(path: string, { folder }: Place): Promise<readonly ScheduleStep[]> {
  try {
    const value = await readYaml(resolve(folder, path), SCHEDULE_HELP);
    await requireKnownKeys(path, value);
    return (await scheduleIn(path, value)).steps;
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`--schedule: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** @throws UsageError if a step has an unknown key. */
async function requireKnownKeys(path: string, value: unknown): Promise<void> {
  const { STEP_KEYS } = await import('../../store/records/schedule.ts');
  const steps = Object(value).steps;
  for (const [at, step] of (Array.isArray(steps) ? steps : []).entries()) {
    const unknown = Object.keys(Object(step)).find(key => !STEP_KEYS.includes(key));
    if (unknown === undefined) continue;
    throw new UsageError(
      `--schedule ${path}: steps[${at}]: expected the keys ${STEP_KEYS.join(', ')}, found ${JSON.stringify(unknown)}.${didYouMean(unknown, STEP_KEYS)}`,
    );
  }
}

function nodeCount(gathered: Gathered): number {
  return Number(gathered.get('nodes')?.value) + Number(gathered.get('observers')?.value);
}

/** @throws UsageError if other options also decide faults. */
function requireAlone(gathered: Gathered, steps: readonly ScheduleStep[], origin: string): void {
  const own = nemesesIn(steps);
  const nemesis = gathered.get('nemesis');
  const given = nemesis?.origin === 'default' ? [] : [nemesis?.value ?? []].flat().map(String);
  const other = given.find(text => text !== 'none' && !own.includes(text));
  if (other !== undefined)
    throw new UsageError(
      `${nemesis?.origin}: expected none beside the nemeses of ${origin}, found ${other}.`,
    );
  const survivors = gathered.get('survivors');
  if (survivors?.value === 'majority')
    throw new UsageError(
      `${survivors.origin}: expected no --survivors majority beside ${origin}, whose steps say what is struck.`,
    );
}
