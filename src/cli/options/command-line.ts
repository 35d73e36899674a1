/** Prints the commands that repeat a run or a check. */

import type { TestPlan } from '../../store/records/plan.ts';
import { quoted } from './quoted.ts';
import { flagOf, OPTION_KEYS, ROWS } from './rows.ts';

/** Returns `npx zoobreak run --workload register ... --seed 7` with every option, so that no configuration
 * changes it. */
export function runCommand(plan: TestPlan): string {
  const flags = OPTION_KEYS.flatMap(key => {
    const value = ROWS[key].fromPlan?.(plan);
    if (value === undefined) return [];
    return value === true ? [flagOf(key)] : [`${flagOf(key)} ${quoted(`${value}`)}`];
  });
  return ['npx zoobreak run', ...flags].join(' ');
}

/** Returns `npx zoobreak check results/...`. */
export function checkCommand(folder: string): string {
  return `npx zoobreak check ${quoted(folder)}`;
}
