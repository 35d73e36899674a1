/** The settings that a command line, its environment and the configuration file say together. */
import { access, readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { UsageError } from '../exit.ts';
import { defaultExport } from '../modules/load.ts';
import type { Terminal } from '../terminal.ts';
import type { Flags } from '../verb.ts';
import { gather, type Sources } from './settings-sources.ts';
import type { Settled } from './settle.ts';

const DEFAULT_NAMES = ['ts', 'js', 'mjs', 'json'].map(ending => `zoobreak.config.${ending}`);

/** Loads all workloads, to validate what they take: of the settings without that, `configOf` and `resultsFolder` suffice.
 *  @throws UsageError */
export async function settingsOf(terminal: Terminal, flags: Flags): Promise<Settled> {
  const config = await configOf(terminal, flags);
  const sources = { flags, environment: terminal.environment };
  const { settle } = await import('./settle.ts');
  return settle({ ...sources, ...(config !== undefined && { config }) }, terminal.folder);
}

/** @throws UsageError if a named file cannot be loaded. */
export function configOf(
  { environment, folder }: Terminal,
  flags: Flags,
): Promise<Sources['config']> {
  const path = flags.config === undefined ? environment.ZOOBREAK_CONFIG : String(flags.config);
  return loadConfig(folder, path);
}

/** The folder of all results. @throws UsageError where the configuration cannot be loaded. */
export async function resultsFolder(terminal: Terminal, flags: Flags = {}): Promise<string> {
  const config = await configOf(terminal, flags);
  const { environment, folder } = terminal;
  const found = gather({ flags, environment, ...(config !== undefined && { config }) });
  return resolve(folder, String(found.get('results')?.value));
}

/** Loads the configuration at `named`, or the one in `folder` by a default name if there is any.
 *  @throws UsageError if a named file does not exist, a file cannot be loaded, or there are two by default names. */
async function loadConfig(folder: string, named: string | undefined): Promise<Sources['config']> {
  const path = named === undefined ? await defaultPath(folder) : resolve(folder, named);
  if (path === undefined) return undefined;
  if (!(await exists(path)))
    throw new UsageError(`--config: expected a file, found nothing at ${path}.`);
  const shown = relative(folder, path);
  const values = path.endsWith('.json') ? await jsonAt(path, shown) : defaultExport(path, shown);
  return { path: shown, values: await values };
}

async function defaultPath(folder: string): Promise<string | undefined> {
  const there = await Promise.all(DEFAULT_NAMES.map(name => exists(resolve(folder, name))));
  const [name, another] = DEFAULT_NAMES.filter((_, at) => there[at]);
  if (another !== undefined)
    throw new UsageError(
      `configuration: expected one file, found ${name} and ${another}. Remove one, or name one with --config.`,
    );
  return name === undefined ? undefined : resolve(folder, name);
}

async function jsonAt(path: string, shown: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new UsageError(`${shown}: expected JSON, found other text: ${cause}.`, { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
