/** The settings that a command line, its environment and the configuration file say together. */
import { allowed } from '../catalogue.ts';
import type { Terminal } from '../terminal.ts';
import type { Flags } from '../verb.ts';
import type { Settings } from './config.ts';
import { loadConfig } from './config-file.ts';
import { validate } from './settings.ts';
import { gather, type Sources } from './settings-sources.ts';
import { withTargetDefaults } from './target-defaults.ts';

/** @throws UsageError */
export async function settingsOf(terminal: Terminal, flags: Flags): Promise<Settings> {
  const config = await configOf(terminal, flags);
  return settle({
    flags,
    environment: terminal.environment,
    ...(config !== undefined && { config }),
  });
}

/** @throws UsageError where a named file cannot be loaded. */
export function configOf(
  { environment, folder }: Terminal,
  flags: Flags,
): Promise<Sources['config']> {
  const path = flags.config === undefined ? environment.ZOOBREAK_CONFIG : String(flags.config);
  return loadConfig(folder, path);
}

/** @throws UsageError */
export function settle(sources: Sources): Settings {
  const found = allowed();
  return validate(withTargetDefaults(gather(sources), found.targets), found);
}
