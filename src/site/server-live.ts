/** Sends changes of runs in progress, as server-sent events. */
import type { Context, Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { LiveHistory } from './live-history.ts';
import { folderBelow } from './results-folder.ts';
import type { ServerOptions } from './server-options.ts';

const LOOK_EVERY_MS = 1000;

/** `/events`: a message whenever the table of runs is another than before.
 * `live` of a run: what its history says so far, and `ended` when it does not run any more. */
export function addLive(app: Hono, { root, cards, clock }: ServerOptions): void {
  const events = (
    context: Context,
    look: (stream: SSEStreamingApi) => Promise<boolean>,
  ): Response =>
    streamSSE(context, async stream => {
      while (!stream.aborted && (await look(stream))) await clock.sleep(LOOK_EVERY_MS);
    });
  app.get('/events', context => {
    let before: string | undefined;
    return events(context, async stream => {
      const now = JSON.stringify(await cards());
      if (before !== undefined && now !== before) await stream.writeSSE({ data: 'runs' });
      before = now;
      return true;
    });
  });
  app.get('/runs/:family/:start/live', async context => {
    const { family, start } = context.req.param();
    const folder = await folderBelow(root, [family, start]);
    if (folder === undefined) return context.notFound();
    const history = new LiveHistory(folder);
    return events(context, async stream => {
      const card = (await cards()).find(({ id }) => id === `${family}/${start}`);
      await stream.writeSSE({ data: await history.line() });
      if (card?.state === 'running') return true;
      await stream.writeSSE({ event: 'ended', data: '' });
      return false;
    });
  });
}
