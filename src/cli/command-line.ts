/** The commands a user can type to get the same again. */
import { flagOf, OPTION_KEYS, RUN_OPTIONS } from './run-options.ts';
import type { Settings } from './settings.ts';

/** Options that do not change what a run does. */
const NOT_REPEATED: ReadonlySet<string> = new Set([
  'seed',
  'testCount',
  'leaveDbRunning',
  'reporter',
  'json',
  'quiet',
  'verbose',
]);

/** `npx zoobreak run --nemesis kill,pause --seed 7`: every setting that is not its default, and the seed. */
export function runCommand(settings: Settings, seed: number): string {
  const flags = OPTION_KEYS.filter(key => !NOT_REPEATED.has(key))
    .filter(key => String(settings[key]) !== String(RUN_OPTIONS[key].default))
    .map(key => `${flagOf(key)} ${quoted(String(settings[key]))}`);
  return ['npx zoobreak run', ...flags, `--seed ${seed}`].join(' ');
}

/** `npx zoobreak check results/...` */
export function checkCommand(folder: string): string {
  return `npx zoobreak check ${quoted(folder)}`;
}

/** As a POSIX shell reads it back. */
function quoted(text: string): string {
  return /^[\w./:@,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
