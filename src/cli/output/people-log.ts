/** Prints parts of zoobreak's log for people; the complete log is in the zoobreak.log of a run. */
import type { Log } from '../../log.ts';

/** Writes lines with `note`: always warnings, everything else if `verbose`. */
export function peopleLog(note: (line: string) => void, verbose: boolean): Log {
  const say: Log['info'] = (message, fields = {}) =>
    note([message, ...fieldTexts(fields)].join(' | '));
  const detail = verbose ? say : (): void => {};
  return { info: detail, debug: detail, warn: say };
}

/** Returns the first line of each field: an error includes its stack. */
function fieldTexts(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(fields).map(
    ([name, value]) => `${name}: ${String(value).split('\n', 1)[0]}`,
  );
}
