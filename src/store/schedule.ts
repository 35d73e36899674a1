/** schedule.yaml: read from a run's folder or from a file of the user's, and written by a run. */
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Schedule, ScheduleStep } from './records/schedule.ts';
import { FILES } from './results.ts';
import { missing, notASchedule, notYaml, unreadable } from './store-error.ts';

export type { Schedule, ScheduleStep } from './records/schedule.ts';

/** A file that is longer is no schedule. */
const MOST_BYTES = 1 << 20;

/** Reads the YAML of a schedule, not yet compared with its schema.
 * @throws StoreError where the file is missing, too long, or no YAML. */
export async function readScheduleYaml(path: string): Promise<unknown> {
  const text = await textIn(path);
  const { parse } = await import('yaml');
  try {
    return parse(text, { maxAliasCount: 0, logLevel: 'error', schema: 'core' });
  } catch (cause) {
    throw notYaml(path, cause);
  }
}

/** Reads a schedule. @throws StoreError where it is missing, or is not as its schema says. */
export async function readSchedule(path: string): Promise<Schedule> {
  return scheduleIn(path, await readScheduleYaml(path));
}

/** @throws StoreError naming the file, where `value` is not as the schema says. */
export async function scheduleIn(file: string, value: unknown): Promise<Schedule> {
  const { scheduleSchema } = await import('./records/schedule.ts');
  const result = scheduleSchema.safeParse(value);
  if (result.success) return result.data;
  throw notASchedule(file, value, result.error.issues);
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

async function textIn(path: string): Promise<string> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT' ? missing(path) : unreadable(path, cause);
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error('it is no file');
    if (stats.size > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES} bytes`);
    return await file.readFile('utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await file.close();
  }
}
