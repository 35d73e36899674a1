/** Validates the settings of a run, with one clear line for each error. */
import { z } from 'zod';
import { splitAim } from '../../../nemesis/aim.ts';
import { UsageError } from '../exit.ts';
import { didYouMean } from '../suggest.ts';
import type { Settings } from './config.ts';
import { type Entries, requireFit } from './requirements.ts';
import type { Names } from './row.ts';
import { isOptionKey, OPTION_KEYS, type OptionKey, ROWS } from './rows.ts';
import * as schemas from './schemas.ts';
import type { Gathered } from './settings-sources.ts';

/** The values that options may have, and what the named entries declare about options. */
export interface Allowed extends Entries {
  readonly names: Names;
}

/** @throws UsageError that gives, for each bad value, its origin, what was expected and what was found. */
export function validate(gathered: Gathered, { names, ...entries }: Allowed): Settings {
  const values = Object.fromEntries([...gathered].map(([key, sourced]) => [key, sourced.value]));
  const result = schemaOf(names).safeParse(values);
  if (!result.success) {
    throw new UsageError(result.error.issues.map(issue => explain(issue, gathered)).join('\n'));
  }
  requireFit(result.data, entries);
  return result.data;
}

/** Returns JSON Schemas of the values, by option. */
export function settingsSchema(names: Names): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(schemaOf(names), { io: 'input', unrepresentable: 'any' }).properties ?? {};
}

/** Returns the schema of all settings; its messages complete "expected". Settings are typed by the same
 * schemas, one per row. */
function schemaOf(names: Names): z.ZodType<Settings> {
  const shape = OPTION_KEYS.map(key => {
    const schema = ROWS[key].schema(schemas, names);
    return [key, ROWS[key].default === undefined ? z.exactOptional(schema) : schema];
  });
  return z.object(Object.fromEntries(shape)) as z.ZodType<unknown> as z.ZodType<Settings>;
}

/** `--nodes: expected a whole number from 1 to 31, found 0` */
function explain(issue: z.core.$ZodIssue, gathered: Gathered): string {
  const [key, position] = issue.path;
  const sourced = isKey(key) ? gathered.get(key) : undefined;
  const value = sourced?.value;
  const found = typeof position === 'number' && Array.isArray(value) ? value[position] : value;
  const hint = typeof found === 'string' ? didYouMean(splitAim(found).name, allowedBy(issue)) : '';
  return `${sourced?.origin ?? String(key)}: expected ${issue.message}, found ${JSON.stringify(found)}.${hint}`;
}

const isKey = (key: PropertyKey | undefined): key is OptionKey =>
  typeof key === 'string' && isOptionKey(key);

function allowedBy(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code !== 'custom') return [];
  const allowed: unknown = issue.params?.allowed;
  return Array.isArray(allowed) ? allowed.map(String) : [];
}
