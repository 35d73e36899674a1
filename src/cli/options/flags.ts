/** The flags for the options of a run, as verbs take them. */
import { targets } from '../../ensemble/registry.ts';
import type { Flag, FlagGroup } from '../verb.ts';
import { flagOf, isOptionKey, type OptionKey, ROWS, variableOf } from './rows.ts';

/** Returns the flags of these options, grouped under their headings. */
export function flagsOf(keys: readonly OptionKey[]): readonly FlagGroup[] {
  const groups = new Set(keys.map(key => ROWS[key].group));
  return [...groups].map(group => ({
    title: titleOf(group),
    flags: keys.filter(key => ROWS[key].group === group).map(rowFlag),
  }));
}

export function rowFlag(key: OptionKey): Flag {
  const { value, kind } = ROWS[key];
  const syntax = value === undefined ? flagOf(key) : `${flagOf(key)} ${value}`;
  return { syntax, help: helpOf(key), isList: kind === 'list' };
}

/** `Load:`, `Machines (--target ssh):` */
function titleOf(group: string): string {
  const takers = targets.filter(({ takes = [] }) =>
    takes.some(key => isOptionKey(key) && ROWS[key].group === group),
  );
  const only = takers.map(({ name }) => name).join(' or ');
  return only === '' ? `${group}:` : `${group} (--target ${only}):`;
}

function helpOf(key: OptionKey): string {
  const { help, kind, default: value } = ROWS[key];
  return value === undefined || kind === 'switch' ? help : `${help} (default: ${String(value)})`;
}

export const CONFIGURATION: FlagGroup = {
  title: 'Configuration:',
  flags: [
    {
      syntax: '--config <file>',
      help: 'instead of ./zoobreak.config.ts, .js, .mjs or .json (ZOOBREAK_CONFIG)',
    },
    { syntax: '--print-config', help: 'print the test plan and stop' },
  ],
};

export const SOURCES_HELP: string = `
Each option also has a variable (${variableOf('timeLimit')}) and a key of zoobreak.config.ts (timeLimit).
A flag outweighs a variable, a variable the file, the file the default.`;

export const JSON_FLAG: Flag = { syntax: '--json', help: 'one JSON object on stdout' };

export const TRUST_FLAG: Flag = {
  syntax: '--trust',
  help: 'execute code that came with the results, in their folder modules/',
};

/** Flags of verbs that examine one target; without them, the verbs examine all targets that need no options. */
export const TARGET_FLAGS: FlagGroup = {
  flags: [
    ...(['target', 'server'] as const),
    ...targets
      .filter(({ hosts }) => hosts !== undefined)
      .flatMap(({ takes = [] }) => takes.filter(isOptionKey)),
  ].map(rowFlag),
};
