/** The results server and the published site as people use them, in a browser. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startZoobreak, zoobreak } from '../kit/zoobreak.ts';
import {
  DESKTOP,
  launch,
  type Opened,
  open,
  PHONE,
  seriousIssues,
  unreached,
  type View,
} from './browser-page.ts';
import { type Folders, RUNS, type RunName, simRuns } from './sim-runs.ts';

let root: string;
let browser: Browser;
let server: ChildProcess;
/** Where the server answers, and where the published site is; both end in a slash. */
const bases = new Map<string, string>();
let folders: Folders;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'zoobreak-site-'));
  folders = await simRuns(root);
  expect(
    await zoobreak(['publish', 'results', '--site', 'public'], { folder: root }),
  ).toMatchObject({ code: 0 });
  bases.set('published', pathToFileURL(join(root, 'public/')).href);
  server = startZoobreak(['serve', '--port', '0'], { folder: root }).child;
  bases.set('served', String((await once(server.stdout ?? server, 'data'))[0]).trim());
  browser = await launch();
});
afterAll(async () => {
  server?.kill('SIGINT');
  await browser?.close();
  await rm(root, { recursive: true, force: true });
});

/** `runs/register-none-sim/2026.../` */
function addressOf(name: RunName): string {
  return `runs/${folders[name].split('/').slice(-2).join('/')}/`;
}

/** The index of a site on disk has no server to find it. */
function urlOf(base: string, path: string): string {
  const index = base === 'published' && (path === '' || path.endsWith('/')) ? 'index.html' : '';
  return `${bases.get(base)}${path}${index}`;
}

const opened = (base: string, path: string, view?: View): Promise<Opened> =>
  open(browser, urlOf(base, path), view);

/** What it asked of others than its own server. */
const elsewhere = ({ asked }: Opened): string[] =>
  asked.filter(url => ![...bases.values()].some(base => url.startsWith(base)));

const rowsShown = (page: Page): Promise<number> =>
  page.locator('#runs tbody tr:not([hidden])').count();

const PAGES: readonly (readonly [name: string, path: () => string])[] = [
  ['the table of runs', () => ''],
  ['trends', () => 'trend.html'],
  ...RUNS.map(name => [`the run that is ${name}`, () => addressOf(name)] as const),
];

/** What is published are the same pages: two of them show that they stand on their own. */
const SOME = PAGES.filter(([name]) => /table|hostile/.test(name));

describe.each([
  ['served', PAGES],
  ['published', SOME],
])('%s', (base, pages) => {
  describe.each(pages)('%s', (_, path) => {
    test('opens in silence, asks nobody else, and has no serious issue', async () => {
      const view = await opened(base, path());
      expect(view.said).toEqual([]);
      expect(elsewhere(view)).toEqual([]);
      expect(await seriousIssues(view.page)).toEqual([]);
      expect(await unreached(view.page)).toEqual([]);
      await view.page.close();
    });

    test('fits a phone', async () => {
      const { page } = await opened(base, path(), { viewport: PHONE });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(PHONE.width);
      await page.close();
    });
  });

  test('has no serious issue in the dark either', async () => {
    const { page } = await opened(base, '', { colorScheme: 'dark' });
    expect(await seriousIssues(page)).toEqual([]);
    await page.close();
  });

  test('filters, search and order of the table; the address keeps them', async () => {
    const { page } = await opened(base, '', { viewport: DESKTOP });
    expect(await rowsShown(page)).toBe(4);
    await page.selectOption('[name=verdict]', 'unknown');
    expect(await rowsShown(page)).toBe(1);
    expect(await page.locator('#count').textContent()).toBe('1 of 4 runs');
    await page.reload();
    expect(await rowsShown(page)).toBe(1);
    await page.click('button[type=reset]');
    await page.waitForFunction(() => document.querySelectorAll('tr[hidden]').length === 0);
    await page.fill('[name=text]', 'partition+kill valid');
    expect(await rowsShown(page)).toBe(1);
    await page.fill('[name=text]', 'no such run');
    expect(await rowsShown(page)).toBe(0);
    await page.fill('[name=text]', '');
    const durations = () =>
      page
        .locator('td[data-label=duration]')
        .evaluateAll(cells => cells.map(cell => Number((cell as HTMLElement).dataset.key)));
    const before = await durations();
    for (const order of ['ascending', 'descending']) {
      await page.click('th:has-text("duration") button');
      const way = order === 'ascending' ? 1 : -1;
      expect(await durations()).toEqual(before.toSorted((a, b) => (a - b) * way));
      expect(await page.locator(`th[aria-sort=${order}]`).count()).toBe(1);
    }
    await page.close();
  });

  test('a cell of the matrix leads to its runs', async () => {
    const { page } = await opened(base, '');
    const cell = page.locator('.grid td', { hasText: 'unknown' }).first();
    const runsThere = Number.parseInt((await cell.locator('small').textContent()) ?? '', 10);
    await cell.locator('a').first().click();
    expect(await rowsShown(page)).toBe(runsThere);
    await page.close();
  });

  test('the report of a run opens from its page, and draws', async () => {
    const { page, said } = await opened(base, addressOf('invalid'));
    await page.click('text=Read the report');
    await page.locator('html[data-ready=true]').waitFor({ state: 'attached' });
    expect(await page.locator('h1').textContent()).toContain('INVALID');
    expect(said).toEqual([]);
    await page.close();
  });
});

describe('the server', () => {
  test('two runs side by side', async () => {
    const view = await opened('served', '');
    const { page } = view;
    for (const name of ['valid', 'unknown', 'invalid'] as const)
      await page.check(`tr[data-id="${addressOf(name).slice(5, -1)}"] input`);
    expect(await page.locator('#runs input:checked').count()).toBe(2);
    await page.click('#compare');
    await page.waitForURL('**/compare?**');
    expect(await page.locator('tr.differs th').allTextContents()).toContain('verdict');
    expect(await seriousIssues(page)).toEqual([]);
    expect(view.said).toEqual([]);
    await page.close();
  });

  test('a zip of everything', async () => {
    const { page } = await opened('served', addressOf('valid'));
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=zip')]);
    const names = Object.keys(unzipSync(await readFile(await download.path())));
    for (const file of ['test.json', 'history.jsonl', 'report.html', 'manifest.json'])
      expect(names.some(name => name.endsWith(`/${file}`))).toBe(true);
    await page.close();
  });

  test('binds 127.0.0.1 and nothing else', async () => {
    const { port } = new URL(bases.get('served') ?? '');
    const hex = Number(port).toString(16).toUpperCase().padStart(4, '0');
    const sockets = `${await readFile('/proc/net/tcp', 'utf8')}${await readFile('/proc/net/tcp6', 'utf8').catch(() => '')}`;
    const listening = [...sockets.matchAll(/^\s*\d+: (\w+):(\w{4}) \w+:\w+ 0A/gm)];
    const addresses = listening.filter(([, , at]) => at === hex).map(([, address]) => address);
    expect(addresses).toEqual(['0100007F']);
  });

  test('a run is in the table while it goes on, and its verdict when it has ended', async () => {
    const { page, said } = await opened('served', '');
    const flags = ['--target', 'sim', '--time-limit', '120', '--workload', 'lock'];
    const run = startZoobreak(['run', ...flags], { folder: root });
    const row = page.locator('#runs tbody tr', { hasText: 'lock' });
    await row.filter({ hasText: 'running' }).waitFor();
    expect((await run.ended).code).toBe(0);
    await row.filter({ hasText: 'valid' }).waitFor();
    expect(said).toEqual([]);
    await page.close();
  });
});
