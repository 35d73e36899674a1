/** The results server: the table of runs, the page and the files of each, two side by side. It reads
 *  below results/ and nowhere else, and answers only those who ask this machine by its own name. */
import { Hono } from 'hono';
import { addLists } from './server-lists.ts';
import { addLive } from './server-live.ts';
import type { ServerOptions } from './server-options.ts';
import { addRuns } from './server-runs.ts';

/** A page elsewhere that has its own name point here must not read results. */
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

const FRAMED_BY_NOBODY = "frame-ancestors 'none'";

export function resultsApp(options: ServerOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    if (!LOCAL.test(context.req.header('host') ?? ''))
      return context.text('This server answers to 127.0.0.1 and localhost only.', 403);
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    context.header('Cache-Control', 'no-store');
    context.header('Content-Security-Policy', FRAMED_BY_NOBODY);
    return next();
  });
  addLists(app, options);
  addLive(app, options);
  addRuns(app, options);
  app.notFound(context => context.text('There is no such page or run.', 404));
  return app;
}
