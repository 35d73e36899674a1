/** What the logs of a run's servers say that no healthy server would say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILES } from '../../store/results.ts';
import { scanLog } from './log-patterns.ts';

const MOST_CHARACTERS = 200;

interface ServerLogs {
  /** A sentence for each kind of finding of each server. */
  readonly notes: readonly string[];
  /** Lines that were read. */
  readonly lines: number;
}

/** Reads the logs that were collected into a run's folder; a run may have none. */
export function serverLogs(folder: string): ServerLogs {
  const nodes = join(folder, FILES.nodes);
  const names = existsSync(nodes) ? readdirSync(nodes).sort() : [];
  const read = names.flatMap(name => {
    const path = join(nodes, name, 'server.log');
    return existsSync(path) ? { name, lines: readFileSync(path, 'utf8').split('\n') } : [];
  });
  return {
    notes: read.flatMap(({ name, lines }) => notesOf(name, lines)),
    lines: read.reduce((sum, { lines }) => sum + lines.length, 0),
  };
}

function notesOf(name: string, lines: readonly string[]): readonly string[] {
  return scanLog(lines).map(({ meaning, count, line, number }) => {
    const times = count === 1 ? 'once' : `${count} times`;
    const quoted = line.trim().slice(0, MOST_CHARACTERS);
    return `${name} logs ${times} that ${meaning}: "${quoted}" (nodes/${name}/server.log:${number})`;
  });
}
