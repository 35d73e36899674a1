/** zoobreak.log of a run's folder: what zoobreak says about its own work, one JSON object a line. */
import { pino } from 'pino';
import type { Log } from '../log.ts';

export interface RunLog extends Log {
  /** Writes what is left. */
  close(): void;
}

/** Writes to the file at `path` and passes everything on to `also`. */
export function runLog(path: string, also: Log): RunLog {
  const file = pino.destination({ dest: path, sync: true });
  const lines = pino({ level: 'debug', base: null }, file);
  const both =
    (level: keyof Log): Log[typeof level] =>
    (message, fields = {}) => {
      lines[level](fields, message);
      also[level](message, fields);
    };
  return {
    info: both('info'),
    warn: both('warn'),
    debug: both('debug'),
    close: () => file.end(),
  };
}
