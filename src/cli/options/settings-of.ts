/** The settings that a command line, its environment and the configuration file say together. */
import { catalogue, namesOf } from '../catalogue.ts';
import type { Terminal } from '../terminal.ts';
import type { Flags } from '../verb.ts';
import { loadConfig } from './config-file.ts';
import { withHosts } from './hosts.ts';
import { type Settings, validate } from './settings.ts';
import { gather } from './settings-sources.ts';

/** @throws UsageError */
export async function settingsOf(terminal: Terminal, flags: Flags): Promise<Settings> {
  const { environment, folder } = terminal;
  const path = flags.config === undefined ? environment.ZOOBREAK_CONFIG : String(flags.config);
  const config = await loadConfig(folder, path);
  const sources = { flags, environment, ...(config !== undefined && { config }) };
  return validate(withHosts(gather(sources)), namesOf(catalogue()));
}
