/** schedule.yaml: read from a run's folder or from a file of the user's, and written by a run. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Schedule, ScheduleStep } from './records/schedule.ts';
import { FILES } from './results.ts';
import { notAsWritten, SCHEDULE_HELP } from './store-error.ts';
import { readYaml } from './yaml-file.ts';

export type { Schedule, ScheduleStep } from './records/schedule.ts';

/** Reads a schedule. @throws StoreError where it is missing, or is not as its schema says. */
export async function readSchedule(path: string): Promise<Schedule> {
  return scheduleIn(path, await readYaml(path, SCHEDULE_HELP));
}

/** @throws StoreError naming the file, where `value` is not as the schema says. */
export async function scheduleIn(file: string, value: unknown): Promise<Schedule> {
  const { scheduleSchema } = await import('./records/schedule.ts');
  const result = scheduleSchema.safeParse(value);
  if (result.success) return result.data;
  throw notAsWritten(file, { value, issues: result.error.issues, remedy: SCHEDULE_HELP });
}

/** Writes schedule.yaml into a run's folder. */
export async function writeSchedule(folder: string, steps: readonly ScheduleStep[]): Promise<void> {
  await writeFile(join(folder, FILES.schedule), await scheduleText(steps));
}

/** Writes smaller.yaml, what `shrink` has found, beside it. */
export async function writeSmaller(folder: string, steps: readonly ScheduleStep[]): Promise<void> {
  await writeFile(join(folder, FILES.smaller), await scheduleText(steps));
}

/** The text of a schedule: a step a block, its value and its victims on a line each. */
export async function scheduleText(steps: readonly ScheduleStep[]): Promise<string> {
  const { Document, isCollection, isMap, visit } = await import('yaml');
  const document = new Document({ schema: 1, steps });
  visit(document, {
    Pair: (_, { key, value }) => {
      const isInline = ['value', 'struck'].includes(String(key));
      if (isInline && isCollection(value)) value.flow = true;
      return isInline ? visit.SKIP : undefined;
    },
    Map: (_, node) => {
      if (isMap(node) && node.items.length === 0) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
