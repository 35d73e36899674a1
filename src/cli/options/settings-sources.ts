/** Gathers the settings of a run: a flag overrides the environment, which overrides the configuration file,
 * which overrides the default. */
import { UsageError } from '../exit.ts';
import { didYouMean } from '../suggest.ts';
import type { Kind } from './row.ts';
import { flagOf, isOptionKey, OPTION_KEYS, type OptionKey, ROWS, variableOf } from './rows.ts';

/** A value and its origin: `--nodes`, `ZOOBREAK_NODES`, `zoobreak.config.ts: nodes`, `default`. */
export interface Sourced {
  readonly value: unknown;
  readonly origin: string;
}

export type Gathered = ReadonlyMap<OptionKey, Sourced>;

export interface Sources {
  /** Values by option key, as the command line gave them: text, a list of texts, or true. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The default export of a configuration file, and that file's name. */
  readonly config?: { readonly path: string; readonly values: unknown };
}

/** Our variables that are no option of a run. */
const OTHER_VARIABLES: readonly string[] = ['ZOOBREAK_NO_INSTALL', 'ZOOBREAK_CONFIG'];

/** Keys of a configuration file that are no option of a run. */
const OTHER_KEYS: readonly string[] = ['matrix'];

/** @throws UsageError if the environment or the file names an option that does not exist. */
export function gather(sources: Sources): Gathered {
  const config = configValues(sources.config);
  rejectUnknownVariables(sources.environment);
  const found = new Map<OptionKey, Sourced>();
  for (const key of OPTION_KEYS) {
    const value = first(
      fromFlag(key, sources.flags),
      fromVariable(key, sources.environment),
      config.get(key),
      fromDefault(key),
    );
    if (value !== undefined) found.set(key, value);
  }
  return found;
}

const first = (...candidates: readonly (Sourced | undefined)[]): Sourced | undefined =>
  candidates.find(candidate => candidate !== undefined);

function fromFlag(key: OptionKey, flags: Sources['flags']): Sourced | undefined {
  const given = flags[key];
  if (given === undefined) return undefined;
  const value = typeof given === 'string' ? parseText(ROWS[key].kind, given) : given;
  return { value, origin: flagOf(key) };
}

function fromVariable(key: OptionKey, environment: Sources['environment']): Sourced | undefined {
  const origin = variableOf(key);
  const text = environment[origin];
  if (text === undefined) return undefined;
  return { value: parseText(ROWS[key].kind, text), origin };
}

function fromDefault(key: OptionKey): Sourced | undefined {
  const value = ROWS[key].default;
  return value === undefined ? undefined : { value, origin: 'default' };
}

function configValues(config: Sources['config']): ReadonlyMap<OptionKey, Sourced> {
  const found = new Map<OptionKey, Sourced>();
  if (config === undefined) return found;
  for (const [name, value] of Object.entries(configObject(config.path, config.values))) {
    if (OTHER_KEYS.includes(name)) continue;
    if (!isOptionKey(name)) throw unknownKey(config.path, name);
    if (value !== undefined) found.set(name, { value, origin: `${config.path}: ${name}` });
  }
  return found;
}

function configObject(path: string, values: unknown): object {
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) return values;
  throw new UsageError(
    `${path}: expected \`export default defineConfig({ ... })\`, found ${JSON.stringify(values) ?? typeof values}`,
  );
}

function unknownKey(path: string, name: string): UsageError {
  const allowed = [...OPTION_KEYS, ...OTHER_KEYS];
  return new UsageError(
    `${path}: unknown key "${name}".${didYouMean(name, allowed)} Allowed: ${allowed.join(', ')}`,
  );
}

function rejectUnknownVariables(environment: Sources['environment']): void {
  const allowed = [...OPTION_KEYS.map(variableOf), ...OTHER_VARIABLES];
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('ZOOBREAK_') || allowed.includes(name)) continue;
    throw new UsageError(
      `environment: unknown variable ${name}.${didYouMean(name, allowed)} Allowed: ${allowed.join(', ')}`,
    );
  }
}

/** Parses the text of a flag or a variable; invalid text is kept, so that the error shows it. */
function parseText(kind: Kind, text: string): unknown {
  if (kind === 'number')
    return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  if (kind === 'list') return splitList(text);
  if (kind === 'switch') return SWITCH.get(text.toLowerCase()) ?? text;
  return text;
}

/** Splits items at commas. After an item with a colon, a `key=value` belongs to that item:
 * `kill:leader,slow:to=followers,ms=50` is two. */
export function splitList(text: string): string[] {
  const items: string[] = [];
  for (const part of text.split(',').map(each => each.trim())) {
    const last = items.at(-1);
    if (last?.includes(':') && /^[a-z][\w-]*=/i.test(part)) items.splice(-1, 1, `${last},${part}`);
    else items.push(part);
  }
  return items;
}

const SWITCH: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
]);
