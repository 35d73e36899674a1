/** The history of a run's folder, read for its checks and its reports, and written in its other format. */
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { casRegisterEvents } from '../history/cas-register.ts';
import { type Compression, compress, SUFFIXES } from '../history/compression.ts';
import { encodeEdnEvent } from '../history/edn-history.ts';
import type { Event } from '../history/event.ts';
import { readParts } from '../history/file.ts';
import { type History, type HistoryParts, historyOfColumns } from '../history/history.ts';
import { historyPathIn } from '../history/history-names.ts';
import { FILES, readTest } from './results.ts';
import { missing } from './store-error.ts';

const EVENTS_PER_WRITE = 1000;

/** A history, and what it is made of. */
export interface StoredHistory extends HistoryParts {
  readonly history: History;
}

interface Read extends StoredHistory {
  readonly path: string;
  /** The file's stamp at the time of reading. */
  readonly stamp: string;
}

let last: Read | undefined;

/** Reads history.jsonl, unless this thread read it last and its file has not changed.
 * @throws HistoryError where its content is no history; StoreError where it is missing. */
export async function storedHistory(folder: string): Promise<StoredHistory> {
  const path = historyPathIn(folder);
  const stamp = stampOf(path);
  if (stamp === undefined) throw missing(path);
  if (last?.path === path && last.stamp === stamp) return last;
  last = undefined;
  const parts = await readParts(path, { format: 'jsonl' });
  last = { path, stamp, ...parts, history: historyOfColumns(parts.columns, parts.cut) };
  return last;
}

/** Gives back the memory of the history that was read last. */
export function forgetHistory(): void {
  last = undefined;
}

/** Undefined where there is no such file. */
function stampOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.ino} ${found.size} ${found.mtimeNs}`;
}

/** The checker of histories that Knossos reads as those of a `cas-register`. */
export const VERSIONED_REGISTER = 'linearizable versioned-register';

/** Writes history.edn, the history in the shape and values that Knossos, Elle and other readers of that format expect. */
export async function writeEdn(folder: string, how?: Compression): Promise<void> {
  const { history } = await storedHistory(folder);
  const { workload } = await readTest(folder);
  const isRegister = workload.checkers.some(({ name }) => name === VERSIONED_REGISTER);
  const shown = isRegister ? casRegisterEvents() : (event: Event) => event;
  const file = openSync(join(folder, `${FILES.edn}${how === undefined ? '' : SUFFIXES[how]}`), 'w');
  try {
    for (let from = 0; from < history.length; from += EVENTS_PER_WRITE) {
      const count = Math.min(EVENTS_PER_WRITE, history.length - from);
      const lines = Array.from({ length: count }, (_, at) =>
        encodeEdnEvent(shown(history.event(from + at))),
      );
      const text = Buffer.from(`${lines.join('\n')}\n`);
      writeSync(file, how === undefined ? text : compress(how, text));
    }
  } finally {
    closeSync(file);
  }
}
