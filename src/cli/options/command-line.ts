/** The commands that a user can type to get the same again. */
import type { TestPlan } from '../../store/records/plan.ts';
import { flagOf, OPTION_KEYS, ROWS } from './rows.ts';

/** `npx zoobreak run --workload register ... --seed 7`: every option, so that no configuration changes it. */
export function runCommand(plan: TestPlan): string {
  const flags = OPTION_KEYS.flatMap(key => {
    const value = ROWS[key].fromPlan?.(plan);
    if (value === undefined) return [];
    return value === true ? [flagOf(key)] : [`${flagOf(key)} ${quoted(`${value}`)}`];
  });
  return ['npx zoobreak run', ...flags].join(' ');
}

/** `npx zoobreak check results/...` */
export function checkCommand(folder: string): string {
  return `npx zoobreak check ${quoted(folder)}`;
}

/** As a POSIX shell reads it back. */
function quoted(text: string): string {
  return /^[\w./:@,+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
