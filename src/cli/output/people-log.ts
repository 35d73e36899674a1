/** What people see of zoobreak's log; all of it is in the zoobreak.log of a run. */
import type { Log } from '../../log.ts';

/** Writes lines by `note`: warnings always, the rest where it is asked for. */
export function peopleLog(note: (line: string) => void, verbose: boolean): Log {
  const say: Log['info'] = (message, fields = {}) =>
    note([message, ...fieldTexts(fields)].join(' | '));
  const detail = verbose ? say : (): void => {};
  return { info: detail, debug: detail, warn: say };
}

/** The first line of each: an error brings its stack. */
function fieldTexts(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(fields).map(
    ([name, value]) => `${name}: ${String(value).split('\n', 1)[0]}`,
  );
}
