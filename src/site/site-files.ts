/** The pages of a published site: the same runs give the same bytes. */
import { pageScript } from '../report/page-script.ts';
import { newestFirst, type RunCard } from './card.ts';
import { indexPage } from './index-page.ts';
import { linksFrom, TOP_OF_RUN } from './links.ts';
import { runPage } from './run-page.ts';
import { sitePage } from './site-page.ts';
import { trendPage } from './trend-page.ts';
import { titleOf } from './words.ts';

/** All cards, for machines; that it is there also says that the folder is a site of ours. */
export const SITE_FILE = 'site.json';
/** The page of a run, in its folder. */
export const RUN_PAGE = 'index.html';

/** Contents by path. */
export async function siteFiles(cards: readonly RunCard[]): Promise<ReadonlyMap<string, string>> {
  const sorted = newestFirst(cards);
  const files = new Map([
    ['.nojekyll', ''],
    [SITE_FILE, `${JSON.stringify({ schema: 2, runs: sorted }, null, 2)}\n`],
    ['index.html', await firstPage(sorted)],
    ['trend.html', await trends(sorted)],
  ]);
  for (const card of sorted) files.set(`runs/${card.id}/${RUN_PAGE}`, await pageOfRun(card));
  return files;
}

function firstPage(cards: readonly RunCard[]): Promise<string> {
  return sitePage({
    title: 'zoobreak results',
    body: indexPage(cards, { live: false }),
    links: linksFrom('./'),
    here: 'Runs',
    script: pageScript('runs'),
  });
}

function trends(cards: readonly RunCard[]): Promise<string> {
  const links = linksFrom('./');
  return sitePage({ title: 'Trends', body: trendPage(cards), links, here: 'Trends' });
}

function pageOfRun(card: RunCard): Promise<string> {
  return sitePage({
    title: `${card.state}: ${titleOf(card)}`,
    body: runPage(card),
    links: linksFrom(TOP_OF_RUN),
    here: '',
  });
}
