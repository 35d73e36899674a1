/** Pages of the server about many runs. */
import type { Hono } from 'hono';
import { html } from '../report/markup.ts';
import { pageScript } from '../report/page-script.ts';
import { newestFirst, type RunCard } from './card.ts';
import { comparePage } from './compare-page.ts';
import { indexPage } from './index-page.ts';
import { linksFrom } from './links.ts';
import { rowsOf } from './runs-table.ts';
import type { ServerOptions } from './server-options.ts';
import { sitePage } from './site-page.ts';
import { trendPage } from './trend-page.ts';

export function addLists(app: Hono, { cards }: Pick<ServerOptions, 'cards'>): void {
  const sorted = async (): Promise<RunCard[]> => newestFirst(await cards());
  app.get('/', async context =>
    context.html(
      await sitePage({
        title: 'zoobreak results',
        body: indexPage(await sorted(), { live: true }),
        links: linksFrom('./'),
        here: 'Runs',
        script: pageScript('runs'),
      }),
    ),
  );
  app.get('/rows', async context =>
    context.html(String(await rowsOf(await sorted(), { comparable: true }))),
  );
  app.get('/trend.html', async context =>
    context.html(
      await sitePage({
        title: 'Trends',
        body: trendPage(await cards()),
        links: linksFrom('./'),
        here: 'Trends',
      }),
    ),
  );
  app.get('/compare', async context => {
    const all = await cards();
    const [a, b] = ['a', 'b'].map(name => all.find(({ id }) => id === context.req.query(name)));
    const body =
      a === undefined || b === undefined
        ? html`<h1>Two runs</h1><p>Expected two runs that are in results/; pick them in the <a href="./">table of runs</a>.</p>`
        : comparePage(a, b);
    const page = await sitePage({ title: 'Two runs', body, links: linksFrom('./'), here: '' });
    return context.html(page, a === undefined || b === undefined ? 404 : 200);
  });
}
