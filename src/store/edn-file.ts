/** history.edn: the stored history in Jepsen's shape, for Knossos, Elle and whoever reads those. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { encodeEdnEvent } from '../history/edn-history.ts';
import { FILES } from './results.ts';
import { storedHistory } from './stored-history.ts';

const EVENTS_PER_WRITE = 1000;

/** Writes it next to history.jsonl. */
export async function writeEdn(folder: string): Promise<void> {
  const history = await storedHistory(folder);
  const file = openSync(join(folder, FILES.edn), 'w');
  try {
    for (let from = 0; from < history.length; from += EVENTS_PER_WRITE) {
      const count = Math.min(EVENTS_PER_WRITE, history.length - from);
      const lines = Array.from({ length: count }, (_, at) =>
        encodeEdnEvent(history.event(from + at)),
      );
      writeSync(file, `${lines.join('\n')}\n`);
    }
  } finally {
    closeSync(file);
  }
}
