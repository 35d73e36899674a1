import { expect, test } from 'vitest';
import { seriesOf } from '../../src/site/trend.ts';
import { sampleCard } from '../kit/sample-card.ts';

const run = (commit: string, day: number, p99Ms: number, changed = {}) =>
  sampleCard({
    id: `r/${day}`,
    commit,
    startedAt: `2026-11-0${day}T00:00:00Z`,
    numbers: { seconds: 10, ok: 1000, fail: 0, info: 0, p50Ms: 1, p99Ms },
    ...changed,
  });

test('medians over the runs of a commit, in the order in which commits were first run', () => {
  const runs = [run('b', 3, 9), run('a', 2, 30), run('a', 1, 10), run('a', 4, 20)];
  expect(seriesOf(runs).map(({ points }) => points)).toEqual([
    [
      { commit: 'a', runs: 3, p50Ms: 1, p99Ms: 20, okPerSecond: 100, state: 'valid' },
      { commit: 'b', runs: 1, p50Ms: 1, p99Ms: 9, okPerSecond: 100, state: 'valid' },
    ],
  ]);
});

test('one run that is not valid marks its commit', () => {
  const [series] = seriesOf([run('a', 1, 9), run('a', 2, 9, { state: 'invalid' })]);
  expect(series?.points[0]?.state).toBe('invalid');
});

test('other workloads, nemeses, servers and targets are other series; runs without numbers none', () => {
  const others = [
    { workload: 'lock' },
    { nemesis: 'none' },
    { server: '3.8.0' },
    { target: 'sim' },
  ];
  const runs = [{}, ...others].map((changed, at) => run('a', at + 1, 9, changed));
  expect(seriesOf(runs)).toHaveLength(5);
  const { numbers: _, ...crashed } = sampleCard({ state: 'crash' });
  expect(seriesOf([crashed])).toEqual([]);
});
