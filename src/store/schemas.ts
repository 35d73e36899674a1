/** The files of a run's folder and of a matrix by name, each with its schema, from which the JSON Schemas in
 *  schemas/ are made. They say what a reader may rely on: a new optional field keeps the version, any other
 *  change needs a new one. */
import { z } from 'zod';
import { eventSchema } from './records/event.ts';
import { manifestSchema } from './records/manifest.ts';
import { matrixSchema } from './records/matrix.ts';
import { profileSchema } from './records/profile.ts';
import { rolesSchema } from './records/roles.ts';
import { scheduleSchema } from './records/schedule.ts';
import { statisticsSchema } from './records/statistics.ts';
import { testSchema } from './records/test.ts';
import { verdictSchema } from './records/verdict.ts';

export type StoredFile =
  | 'test.json'
  | 'history.jsonl'
  | 'roles.jsonl'
  | 'verdict.json'
  | 'manifest.json'
  | 'statistics.json'
  | 'matrix.json'
  | 'schedule.yaml'
  | 'profile.yaml';

/** Schemas by file: of its content, or of each line of a .jsonl file. */
export const SCHEMAS: Readonly<Record<StoredFile, z.ZodType>> = {
  'test.json': testSchema,
  'history.jsonl': eventSchema,
  'roles.jsonl': rolesSchema,
  'verdict.json': verdictSchema,
  'manifest.json': manifestSchema,
  'statistics.json': statisticsSchema,
  'matrix.json': matrixSchema,
  'schedule.yaml': scheduleSchema,
  'profile.yaml': profileSchema,
};

/** Where the files are that no run's folder has. */
const WHERE: Partial<Record<StoredFile, string>> = {
  'matrix.json': 'the results of a matrix',
  'profile.yaml': 'a user, for --profile',
};

/** The JSON Schema of a file of the folder, as it stands in schemas/. */
export function jsonSchemaOf(file: StoredFile): string {
  const each = file.endsWith('.jsonl') ? 'Each line of ' : '';
  const schema = SCHEMAS[file].meta({
    title: `${each}${file} of ${WHERE[file] ?? "a run's folder"}, version 1`,
  });
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`;
}
