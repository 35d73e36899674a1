/** Pages and files of one run: below `/runs/<family>/<start>/`. */
import { createReadStream } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Zip, ZipDeflate } from 'fflate';
import type { Hono } from 'hono';
import { pageScript } from '../report/page-script.ts';
import { linksFrom, TOP_OF_RUN } from './links.ts';
import { fileBelow, filesOf, folderBelow } from './results-folder.ts';
import { runPage } from './run-page.ts';
import type { ServerOptions } from './server-options.ts';
import { sitePage } from './site-page.ts';
import { titleOf } from './words.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Scripts of a report run without an origin, so that a stored page can ask this server for nothing. */
const BOX =
  "connect-src 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-downloads allow-popups";

export function addRuns(app: Hono, { root, cards }: Omit<ServerOptions, 'clock'>): void {
  app.get('/runs/:family/:start', context => context.redirect(`${context.req.path}/`, 301));
  app.get('/runs/:family/:start/', async context => {
    const { family, start } = context.req.param();
    const card = (await cards()).find(({ id }) => id === `${family}/${start}`);
    if (card === undefined) return context.notFound();
    const isLive = card.state === 'running';
    const page = await sitePage({
      title: `${card.state}: ${titleOf(card)}`,
      body: runPage(card, { zip: 'all.zip' }),
      links: linksFrom(TOP_OF_RUN),
      here: '',
      ...(isLive && { script: pageScript('live') }),
    });
    return context.html(page);
  });
  app.get('/runs/:family/:start/all.zip', async context => {
    const { family, start } = context.req.param();
    const folder = await folderBelow(root, [family, start]);
    if (folder === undefined) return context.notFound();
    const name = `${family}-${start}`.replaceAll(/[^\w.+-]/g, '_');
    return new Response(zipOf(folder, name), {
      headers: {
        'Content-Type': 'application/zip',
        'Content-Disposition': `attachment; filename="${name}.zip"`,
      },
    });
  });
  app.get('/runs/:family/:start/:path{.+}', async context => {
    const { family, start, path } = context.req.param();
    const file = await fileBelow(root, [family, start, ...path.split('/')]);
    if (file === undefined) return context.notFound();
    const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
    return new Response(body, { headers: headersOf(file) });
  });
}

/** Returns how a file of a run is sent: what may run stays in a box of its own, the rest is plain text. */
function headersOf(path: string): Record<string, string> {
  const type = TYPES[extname(path)];
  return {
    'Content-Type': type ?? 'text/plain; charset=utf-8',
    'Content-Security-Policy':
      type === undefined ? "default-src 'none'; frame-ancestors 'none'; sandbox" : BOX,
    'Content-Disposition': `inline; filename="${basename(path).replaceAll(/[^\w.+-]/g, '_')}"`,
    'X-Content-Type-Options': 'nosniff',
  };
}

/** Dates in a zip begin here; the files have theirs in test.json. */
const NO_DATE = new Date('1980-01-02T00:00:00Z');

/** Its entries stand below `name`. A reader that goes away ends it. */
function zipOf(folder: string, name: string): ReadableStream<Uint8Array> {
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
