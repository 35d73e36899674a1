/** What the logs of a run's servers say that no healthy server would say. */
import { readFileSync, statSync } from 'node:fs';
import { collectedFiles } from './collected.ts';
import { scanLog } from './log-patterns.ts';

const MOST_CHARACTERS = 200;
/** A log is read as a whole: a larger one is not read. */
const MOST_BYTES = 100e6;

interface ServerLogs {
  /** A sentence for each kind of finding of each server, and for each log that was not read. */
  readonly notes: readonly string[];
  /** Lines that were read. */
  readonly lines: number;
}

/** Reads the logs that were collected into a run's folder; a run may have none. */
export function serverLogs(folder: string): ServerLogs {
  const all = collectedFiles(folder, 'server.log').map(({ name, path }) => logOf(name, path));
  return {
    notes: all.flatMap(({ notes }) => notes),
    lines: all.reduce((sum, { lines }) => sum + lines, 0),
  };
}

function logOf(name: string, path: string): ServerLogs {
  const { size } = statSync(path);
  if (size > MOST_BYTES)
    return {
      notes: [
        `nodes/${name}/server.log has ${size} bytes, more than ${MOST_BYTES}, and was not read`,
      ],
      lines: 0,
    };
  const lines = readFileSync(path, 'utf8').split('\n');
  return { notes: notesOf(name, lines), lines: lines.length };
}

function notesOf(name: string, lines: readonly string[]): readonly string[] {
  return scanLog(lines).map(({ meaning, count, line, number }) => {
    const times = count === 1 ? 'once' : `${count} times`;
    const quoted = line.trim().slice(0, MOST_CHARACTERS);
    return `${name} logs ${times} that ${meaning}: "${quoted}" (nodes/${name}/server.log:${number})`;
  });
}
