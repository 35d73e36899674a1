/** The pages as text; test/e2e/site.browser.test.ts opens them in a browser. */
import { describe, expect, test } from 'vitest';
import { changeText, comparePage } from '../../src/site/compare-page.ts';
import { indexPage } from '../../src/site/index-page.ts';
import { runPage } from '../../src/site/run-page.ts';
import { trendPage } from '../../src/site/trend-page.ts';
import { verdictGrids } from '../../src/site/verdict-grid.ts';
import { HOSTILE, hostileCard, sampleCard } from '../kit/sample-card.ts';

describe('nothing that a run holds is read as HTML', () => {
  const cards = HOSTILE.map((_, at) => hostileCard(at));
  test.each([
    ['index', () => indexPage(cards, { live: true })],
    ['trend', () => trendPage(cards)],
    ['run', () => cards.map(card => String(runPage(card))).join('')],
    ['compare', () => comparePage(hostileCard(0), hostileCard(1))],
  ])('%s', (_, page) => {
    const text = String(page());
    expect(text).not.toMatch(/<script|<img|onfocus='|<!--/);
  });
});

describe('the matrix of verdicts', () => {
  const cards = [
    sampleCard({ id: 'a/1', startedAt: '2026-01-01T00:00:00Z', state: 'invalid' }),
    sampleCard({ id: 'a/2', startedAt: '2026-01-02T00:00:00Z' }),
    sampleCard({ id: 'a/3', workload: 'lock', nemesis: 'none', server: '3.8.0' }),
  ];
  const text = String(verdictGrids(cards))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
  test('the newest verdict, and how many were not valid', () =>
    expect(text).toContain('register ✓ valid 2 runs, 1 invalid'));
  test('a table for each server', () => {
    expect(text).toContain('3.8.0 (docker)');
    expect(text).toContain('3.9.6 (docker)');
  });
});

describe('a run that no server is to be blamed for', () => {
  const blamed = sampleCard({ id: 'a/1', state: 'invalid' });
  const local = sampleCard({
    id: 'a/2',
    state: 'invalid',
    traits: ['reads local'],
    badges: ['not promised by ZooKeeper'],
    setting: { ...blamed.setting, reads: 'local' },
  });
  const textOf = (markup: unknown): string =>
    String(markup)
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ');

  test('has a row of its own in the matrix, with the reason', () => {
    const text = textOf(verdictGrids([blamed, local]));
    expect(text).toContain('register ✗ invalid 1 run');
    expect(text).toContain('register, reads local not promised by ZooKeeper ✗ invalid 1 run');
  });
  test('leads from the matrix to its own rows of the table', () => {
    const [address = ''] = /#workload=[^"]*reads[^"]*/.exec(String(verdictGrids([local]))) ?? [];
    expect(address).toContain('setting=reads+local');
    expect(String(indexPage([local], { live: false }))).toContain('data-setting="reads local"');
  });
  test.each([
    ['table', () => indexPage([local], { live: false })],
    ['trend', () => trendPage([local])],
    ['run', () => runPage(local)],
    ['compare', () => comparePage(blamed, local)],
  ])('says so in its %s', (_, page) =>
    expect(textOf(page())).toContain('not promised by ZooKeeper'),
  );
  test('does not share a trend', () =>
    expect(textOf(trendPage([blamed, local])).split('latency in ms').length - 1).toBe(2));
});

test('a run without its history says so, and keeps its verdict', () => {
  const text = String(runPage(sampleCard({ files: [{ path: 'verdict.json', bytes: 1 }] })));
  expect(text).toContain('Its history is not kept here; the verdict is.');
  expect(text).not.toContain('Download the history');
});

test.each([
  [100, 112, '≠ +12 %'],
  [100, 50, '≠ −50 %'],
  [0, 3, '≠'],
  [5, 5, ''],
  [undefined, 5, ''],
])('from %j to %j: %j', (a, b, text) => expect(changeText(a, b)).toBe(text));
