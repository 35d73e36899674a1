import { expect, test } from 'vitest';
import { filesToDrop } from '../../src/site/thinning.ts';
import { sampleCard } from '../kit/sample-card.ts';

/** Each 1510 bytes: a history of 1000, a report of 500, a verdict of 10. */
const CARDS = ['2026-03', '2026-01', '2026-02'].map(month =>
  sampleCard({ id: `run/${month}`, startedAt: `${month}-01T00:00:00Z` }),
);
const drop = (mostBytes: number) => Object.fromEntries(filesToDrop(CARDS, mostBytes));

test('what fits is left alone', () => expect(drop(3 * 1510)).toEqual({}));

test('the oldest history goes first', () =>
  expect(drop(3 * 1510 - 1)).toEqual({ 'run/2026-01': ['history.jsonl'] }));

test('all histories go before the first report', () =>
  expect(drop(3 * 510 - 1)).toEqual({
    'run/2026-01': ['history.jsonl', 'report.html'],
    'run/2026-02': ['history.jsonl'],
    'run/2026-03': ['history.jsonl'],
  }));

test('verdicts are kept, however small the site must be', () => {
  const dropped = Object.values(drop(1)).flat();
  expect(dropped).toHaveLength(6);
  expect(dropped).not.toContain('verdict.json');
});

test('the order in which runs are found makes no difference', () =>
  expect(Object.fromEntries(filesToDrop(CARDS.toReversed(), 2000))).toEqual(drop(2000)));
