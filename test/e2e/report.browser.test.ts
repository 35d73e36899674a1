/** report.html and timeline.html as people open them: from the disk, in a browser. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DESKTOP,
  drawing,
  launch,
  type Opened,
  open,
  PHONE,
  seriousIssues,
  unreached,
  type View,
} from './browser-page.ts';
import { type Folders, HOSTILE, RUNS, type RunName, simRuns } from './sim-runs.ts';

let root: string;
let browser: Browser;
let folders: Folders;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'zoobreak-pages-'));
  folders = await simRuns(root);
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await rm(root, { recursive: true, force: true });
});

const opened = (name: RunName, view?: View, file = 'report.html'): Promise<Opened> =>
  open(browser, pathToFileURL(join(folders[name], file)).href, view);

const matches = (page: Page): Promise<string | null> =>
  page.locator('[data-matches]').textContent();
const shown = (page: Page): Promise<string | null> =>
  page.locator('[data-shown]').first().textContent();

describe.each(RUNS)('the report of a run that is %s', name => {
  test.each(['report.html', 'timeline.html'])(
    '%s opens in silence: no message, no request',
    async file => {
      const { page, said, asked } = await opened(name, {}, file);
      await page.mouse.wheel(0, 20_000);
      expect({ said, asked }).toEqual({ said: [], asked: [] });
      await page.close();
    },
  );

  test.each([
    ['desktop, light', { viewport: DESKTOP, colorScheme: 'light' }],
    ['phone, dark', { viewport: PHONE, colorScheme: 'dark' }],
  ] as const)('axe finds nothing serious: %s', async (_, view) => {
    const { page } = await opened(name, view);
    for (const details of await page.locator('details').all())
      await details.evaluate(element => element.setAttribute('open', ''));
    expect(await seriousIssues(page)).toEqual([]);
    await page.close();
  });

  test('the tab key reaches everything', async () => {
    const { page } = await opened(name);
    expect(await unreached(page)).toEqual([]);
    await page.close();
  });

  test('nothing is wider than a phone', async () => {
    const { page } = await opened(name, { viewport: PHONE });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
    await page.close();
  });
});

describe('the verdict stands first, in words', () => {
  test.each([
    ['valid', 'VALID', 'Every check passed'],
    ['invalid', 'INVALID', 'Stale read: n'],
    ['unknown', 'UNKNOWN', 'nemesis partition never did anything'],
  ] as const)('%s', async (name, word, sentence) => {
    const { page } = await opened(name);
    expect(await page.locator('h1').textContent()).toContain(word);
    expect(await page.locator('.lead').textContent()).toContain(sentence);
    expect(await page.locator('header').textContent()).toContain('linearizable');
    await page.close();
  });
});

describe('the counterexample', () => {
  test('shows an operation whole while it has the focus', async () => {
    const { page } = await opened('invalid');
    const bar = page.locator('.scene .bar').first();
    await bar.focus();
    const tip = page.locator('.scene .tip:visible').first();
    expect(await tip.textContent()).toMatch(/operation[\s\S]*process[\s\S]*called[\s\S]*returned/);
    expect(await bar.getAttribute('aria-expanded')).toBe('true');
    await page.close();
  });

  test('shows where the order that goes furthest ends, with the state before and after', async () => {
    const { page } = await opened('invalid');
    const placed = page.locator('.scene .bar', { has: page.locator('.place') }).first();
    await placed.hover();
    expect(await page.locator('.scene .tip:visible').first().textContent()).toMatch(
      /state before[\s\S]*state after|cannot be placed/,
    );
    await page.close();
  });
});

describe('the plots show one part of the run', () => {
  test('the keys + - 0 and the arrows change it in all of them', async () => {
    const { page } = await opened('valid', { viewport: { width: 1280, height: 4000 } });
    const whole = await shown(page);
    const before = await Promise.all(
      ['latency', 'quantiles', 'rate', 'timeline'].map(name => drawing(page, name)),
    );
    await page.locator('canvas[data-plot=latency]').focus();
    await page.keyboard.press('+');
    await expect.poll(() => shown(page)).not.toBe(whole);
    for (const [at, name] of ['latency', 'quantiles', 'rate', 'timeline'].entries())
      await expect.poll(() => drawing(page, name)).not.toBe(before[at]);
    const nearer = await shown(page);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => shown(page)).not.toBe(nearer);
    await page.keyboard.press('0');
    await expect.poll(() => shown(page)).toBe(whole);
    await page.close();
  });

  test('Ctrl and the wheel go nearer where the pointer is; a drag moves', async () => {
    const { page } = await opened('valid');
    const whole = await shown(page);
    const plot = page.locator('canvas[data-plot=timeline]');
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (box === null) throw new Error('expected the timeline to be there');
    const [x, y] = [box.x + box.width / 2, box.y + 60];
    await page.mouse.move(x, y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -600);
    await page.keyboard.up('Control');
    await expect.poll(() => shown(page)).not.toBe(whole);
    const before = await shown(page);
    await page.mouse.down();
    await page.mouse.move(x - 200, y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => shown(page)).not.toBe(before);
    await page.close();
  });

  test('the wheel alone scrolls the page', async () => {
    const { page } = await opened('valid');
    await page.locator('canvas[data-plot=latency]').scrollIntoViewIfNeeded();
    await page.locator('canvas[data-plot=latency]').hover();
    const [before, part] = [await page.evaluate(() => scrollY), await shown(page)];
    await page.mouse.wheel(0, 300);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before);
    expect(await shown(page)).toBe(part);
    await page.close();
  });
});

describe('the timeline', () => {
  test('its rows scroll, and others are drawn', async () => {
    const { page } = await opened('valid', { viewport: { width: 900, height: 500 } });
    const rows = page.locator('[data-rows]');
    await rows.evaluate(element => {
      element.style.maxHeight = '120px';
    });
    const before = await page.locator('[data-rows]').screenshot();
    await rows.evaluate(element => element.scrollTo(0, 100));
    expect(await rows.evaluate(element => element.scrollTop)).toBe(100);
    await expect.poll(async () => (await rows.screenshot()).equals(before)).toBe(false);
    await page.close();
  });

  test('n, p and the arrows choose operations, which are told', async () => {
    const { page } = await opened('valid');
    const chosen = page.locator('[data-chosen]');
    await page.locator('canvas[data-plot=timeline]').focus();
    await page.keyboard.press('n');
    await expect.poll(() => chosen.textContent()).toContain('process');
    const first = await chosen.textContent();
    await page.keyboard.press('n');
    await expect.poll(() => chosen.textContent()).not.toBe(first);
    await page.keyboard.press('p');
    await expect.poll(() => chosen.textContent()).toBe(first);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => chosen.textContent()).not.toBe(first);
    await page.close();
  });

  test('a click on an operation chooses it', async () => {
    const { page } = await opened('valid');
    const plot = page.locator('canvas[data-plot=timeline]');
    await plot.focus();
    await page.keyboard.press('n');
    const before = await page.locator('[data-chosen]').textContent();
    const box = await plot.boundingBox();
    if (box === null) throw new Error('expected the timeline to be there');
    await plot.click({ position: { x: box.width * 0.7, y: box.height - 40 } });
    await expect.poll(() => page.locator('[data-chosen]').textContent()).not.toBe(before);
    await page.close();
  });
});

describe('the filter', () => {
  /** What the history holds, counted without the page. */
  const count = async (fits: (event: { f: string; type: string; node?: string }) => boolean) => {
    const lines = (await readFile(join(folders.valid, 'history.jsonl'), 'utf8')).trim().split('\n');
    return lines
      .map(line => JSON.parse(line))
      .filter(event => event.process !== 'nemesis' && fits(event)).length;
  };
  const starts = async (page: Page, expected: number): Promise<void> =>
    expect.poll(() => matches(page)).toMatch(new RegExp(`^${expected.toLocaleString('en')} of `));

  test('by function, outcome, node and text, and back', async () => {
    const { page } = await opened('valid');
    await starts(page, await count(({ type }) => type === 'invoke'));
    await page.locator('select[name=f]').selectOption('write');
    await starts(page, await count(({ f, type }) => f === 'write' && type === 'invoke'));
    for (const outcome of ['fail', 'info']) await page.locator(`[data-outcome=${outcome}]`).click();
    await starts(page, await count(({ f, type }) => f === 'write' && type === 'ok'));
    await page.locator('select[name=node]').selectOption('n2');
    await starts(
      page,
      await count(({ f, type, node }) => f === 'write' && type === 'ok' && node === 'n2'),
    );
    await page.locator('input[name=text]').fill('no such thing');
    await starts(page, 0);
    await page.locator('button[type=reset]').click();
    await starts(page, await count(({ type }) => type === 'invoke'));
    await page.close();
  });

  test('the table lists what is shown, and chooses', async () => {
    const { page } = await opened('valid');
    await page.locator('summary', { hasText: 'Operations as a table' }).click();
    await page.locator('select[name=f]').selectOption('cas');
    const calls = page.locator('[data-operations] tr td:nth-child(7)');
    await expect
      .poll(async () => (await calls.allTextContents()).every(text => text.startsWith('cas')))
      .toBe(true);
    await page.locator('[data-operations] button').first().click();
    expect(await page.locator('[data-chosen]').textContent()).toContain('cas');
    await page.close();
  });
});

describe('hostile values', () => {
  test('are shown as text, made visible, and cut where they are long', async () => {
    const { page } = await opened('hostile');
    const text = await page.locator('main').textContent();
    expect(text).toContain(HOSTILE[0]);
    expect(text).toContain('\\u{1b}[31mred');
    expect(text).toMatch(/… \(\d{6,} more characters\)/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
    expect(text).not.toMatch(/[\u0000\u0007\u001b\u202e]/);
    expect((await readFile(join(folders.hostile, 'report.html'))).length).toBeLessThan(5e6);
    await page.close();
  });

  test.each(['latency.svg', 'rate.svg'])('%s is an XML document', async file => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(folders.hostile, file)).href);
    expect(await page.evaluate(() => document.documentElement.nodeName)).toBe('svg');
    expect(await page.locator('parsererror').count()).toBe(0);
    await page.close();
  });
});
