/** The settings that a command line, its environment and the configuration file say together. */
import { access } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { allowed } from '../catalogue.ts';
import { UsageError } from '../exit.ts';
import { defaultExport } from '../modules/load.ts';
import type { Repertoire } from '../modules/repertoire.ts';
import { withSchedule } from '../schedule/given.ts';
import type { Terminal } from '../terminal.ts';
import type { Flags } from '../verb.ts';
import type { Settings } from './config.ts';
import { withOwnEntries } from './own-entries.ts';
import { withPackages } from './packages.ts';
import { validate } from './settings.ts';
import { gather, type Sources } from './settings-sources.ts';
import { withTargetDefaults } from './target-defaults.ts';

const DEFAULT_NAME = 'zoobreak.config.ts';

/** Settings, and the entries that they may name. */
export interface Settled {
  readonly settings: Settings;
  readonly repertoire: Repertoire;
}

/** @throws UsageError */
export async function settingsOf(terminal: Terminal, flags: Flags): Promise<Settled> {
  const config = await configOf(terminal, flags);
  const sources = { flags, environment: terminal.environment };
  return settle({ ...sources, ...(config !== undefined && { config }) }, terminal.folder);
}

/** @throws UsageError where a named file cannot be loaded. */
export function configOf(
  { environment, folder }: Terminal,
  flags: Flags,
): Promise<Sources['config']> {
  const path = flags.config === undefined ? environment.ZOOBREAK_CONFIG : String(flags.config);
  return loadConfig(folder, path);
}

/** Loads the configuration at `named`, or at ./zoobreak.config.ts if that exists.
 *  @throws UsageError if a named file does not exist, or a file cannot be loaded. */
async function loadConfig(folder: string, named: string | undefined): Promise<Sources['config']> {
  const path = resolve(folder, named ?? DEFAULT_NAME);
  const shown = relative(folder, path);
  if (!(await exists(path))) {
    if (named === undefined) return undefined;
    throw new UsageError(`--config: expected a file, found nothing at ${path}.`);
  }
  return { path: shown, values: await defaultExport(path, shown) };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Settles what the sources say; paths are relative to `folder`. @throws UsageError */
export async function settle(sources: Sources, folder: string): Promise<Settled> {
  const { gathered, repertoire } = await withOwnEntries(gather(sources), folder);
  const found = allowed(repertoire);
  const defaulted = withTargetDefaults(gathered, found.targets);
  const scheduled = await withSchedule(defaulted, { nemeses: repertoire.nemesis, folder });
  return { settings: validate(withPackages(scheduled, found), found), repertoire };
}
