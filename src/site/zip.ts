/** The folder of a run as one zip, made as it is sent. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Zip, ZipDeflate } from 'fflate';
import { filesOf } from './results-folder.ts';

/** Dates in a zip begin here; the files have theirs in test.json. */
const NO_DATE = new Date('1980-01-02T00:00:00Z');

/** Its entries stand below `name`. A reader that goes away ends it. */
export function zipOf(folder: string, name: string): ReadableStream<Uint8Array> {
  let isWanted = true;
  return new ReadableStream({
    async start(controller) {
      const zip = new Zip((error, chunk, isLast) => {
        if (!isWanted) return;
        if (error !== null) return controller.error(error);
        controller.enqueue(chunk);
        if (isLast) controller.close();
      });
      for (const { path } of await filesOf(folder)) {
        if (!isWanted) return zip.terminate();
        await addFile(zip, join(folder, path), `${name}/${path}`);
      }
      zip.end();
    },
    cancel() {
      isWanted = false;
    },
  });
}

async function addFile(zip: Zip, path: string, name: string): Promise<void> {
  const entry = new ZipDeflate(name, { level: 6 });
  entry.mtime = NO_DATE;
  zip.add(entry);
  for await (const chunk of createReadStream(path)) entry.push(chunk, false);
  entry.push(new Uint8Array(), true);
}
