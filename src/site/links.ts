/** The pages that every page leads to. */
import type { SitePage } from './site-page.ts';

/** `top`: the way from the page to the top of the site, ending in a slash. */
export function linksFrom(top: string): SitePage['links'] {
  return [
    [top, 'Runs'],
    [`${top}trend.html`, 'Trends'],
  ];
}

/** From the page of a run, which is at runs/<family>/<start>/. */
export const TOP_OF_RUN = '../../../';
