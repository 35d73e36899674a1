/** Pages in a real headless Chromium, with an eye on what they do besides: messages, requests. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, chromium as chromiumType, type Page } from 'playwright-core';
import { chromium } from '../../scripts/browser.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** @throws Error where there is none: the runner of the tests sees to that. */
export function launch(): Promise<Browser> {
  const executablePath = chromium();
  if (executablePath === undefined) throw new Error('expected a Chromium; npm test installs one');
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-sync'];
  return chromiumType.launch({ executablePath, args });
}

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 800 };

export interface Opened {
  readonly page: Page;
  /** What the page said on the console, and what it threw. */
  readonly said: string[];
  /** What it asked for besides itself. */
  readonly asked: string[];
}

export interface View {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

/** Opens a page of the run, and waits until its script has drawn it. */
export async function open(browser: Browser, url: string, view: View = {}): Promise<Opened> {
  const { viewport = DESKTOP, colorScheme = 'light' } = view;
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
  const [said, asked]: [string[], string[]] = [[], []];
  page.on('console', message => said.push(message.text()));
  page.on('pageerror', error => said.push(String(error)));
  page.on('dialog', dialog => {
    said.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', request => {
    if (request.url() !== url && !request.url().startsWith('data:')) asked.push(request.url());
  });
  await page.goto(url);
  await page.locator('html[data-ready=true]').waitFor({ state: 'attached' });
  return { page, said, asked };
}

/** Serious and critical findings of axe, one line each. */
export async function seriousIssues(page: Page): Promise<readonly string[]> {
  // The page's own policy lets no script in but its own: axe comes in over the debugger.
  await page.evaluate(await readFile(AXE, 'utf8'));
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<AxeResults> } };
    return (await axe.run()).violations;
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
    );
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[];
  }[];
}

/** Elements that ought to take the focus and that the tab key never reaches, as HTML. */
export async function unreached(page: Page): Promise<readonly string[]> {
  const count = await page.evaluate(() => {
    const wanted = 'a[href],button,input,select,summary,[tabindex="0"]';
    const shown = [...document.querySelectorAll<HTMLElement>(wanted)].filter(
      each => each.checkVisibility() && !('disabled' in each && each.disabled),
    );
    for (const each of shown) each.dataset.wanted = '';
    return shown.length;
  });
  for (let pressed = 0; pressed < count + 5; pressed++) {
    await page.keyboard.press('Tab');
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement)
        delete document.activeElement.dataset.wanted;
    });
  }
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-wanted]')].map(each => each.outerHTML.slice(0, 120)),
  );
}

/** Whatever is drawn, as a text that differs where a pixel does. */
export function drawing(page: Page, plot: string): Promise<string> {
  return page
    .locator(`canvas[data-plot=${plot}]`)
    .evaluate(canvas => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ''));
}
