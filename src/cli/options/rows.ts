/** All options of a run, in the order of `--help` and of a plan; and their names. */
import { load } from './load.ts';
import { machines } from './machines.ts';
import { output } from './output.ts';
import type { OptionRow } from './row.ts';
import { run } from './run.ts';

export type Rows = typeof run & typeof load & typeof machines & typeof output;

export type OptionKey = keyof Rows;

const ALL: Rows = { ...run, ...load, ...machines, ...output };

export const ROWS: Readonly<Record<OptionKey, OptionRow>> = ALL;

export const OPTION_KEYS: readonly OptionKey[] = Object.keys(ALL).filter(isOptionKey);

export function isOptionKey(name: string): name is OptionKey {
  return Object.hasOwn(ALL, name);
}

/** `timeLimit` -> `--time-limit`. */
export function flagOf(key: OptionKey): string {
  return `--${kebab(key)}`;
}

/** `timeLimit` -> `ZOOBREAK_TIME_LIMIT`. */
export function variableOf(key: OptionKey): string {
  return `ZOOBREAK_${kebab(key).replaceAll('-', '_').toUpperCase()}`;
}

export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}
