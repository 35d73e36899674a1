/** What people see of zoobreak's log; all of it is in the zoobreak.log of a run. */
import { inspect } from 'node:util';
import type { Log } from '../log.ts';

/** Writes lines by `note`: warnings always, the rest where it is asked for. */
export function peopleLog(note: (line: string) => void, verbose: boolean): Log {
  const say: Log['info'] = (message, fields) =>
    note(fields ? `${message} ${inspect(fields, { breakLength: Infinity })}` : message);
  const detail = verbose ? say : (): void => {};
  return { info: detail, debug: detail, warn: say };
}
