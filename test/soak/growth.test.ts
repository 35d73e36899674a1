import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { growthOf, growthTable, type Sample } from './growth.ts';
import { descendantsOf, processSample } from './sample.ts';

const MB = 2 ** 20;
const samples = (valueAt: (run: number) => Sample): readonly Sample[] =>
  Array.from({ length: 100 }, (_, run) => valueAt(run));
const growing = (valueAt: (run: number) => Sample): readonly string[] =>
  growthOf(samples(valueAt)).flatMap(({ name, isGrowing }) => (isGrowing ? name : []));

describe('growth', () => {
  test('one descriptor more every tenth run grows', () =>
    expect(growing(run => ({ descriptors: 20 + Math.floor(run / 10) }))).toEqual(['descriptors']));

  test('what comes and goes does not', () =>
    expect(growing(run => ({ descriptors: 20 + (run % 3), containers: 0 }))).toEqual([]));

  test('what was added while caches filled does not', () =>
    expect(growing(run => ({ heap: 40 * MB + Math.min(run, 20) * MB }))).toEqual([]));

  test('100 kB of heap a run grow', () =>
    expect(growing(run => ({ heap: 40 * MB + run * 1e5 }))).toEqual(['heap']));

  test('a heap that wavers by a megabyte does not', () =>
    expect(growing(run => ({ heap: 40 * MB + (run % 2) * MB, memory: 200 * MB }))).toEqual([]));

  test('of too few runs nothing is said', () =>
    expect(() => growthOf([{ heap: 1 }])).toThrow('expected 7 samples or more, found 1'));

  test('is a table', () =>
    expect(growthTable(growthOf(samples(run => ({ volumes: run, heap: 40 * MB }))))).toBe(
      [
        '              after the warm-up        at the end',
        'volumes                     32                92  GROWS',
        'heap                   40.0 MB           40.0 MB  steady',
      ].join('\n'),
    ));
});

test('a process that was started is counted until it ends', async () => {
  const before = descendantsOf(process.pid);
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  expect(descendantsOf(process.pid)).toBe(before + 1);
  child.kill();
  await once(child, 'exit');
  expect(descendantsOf(process.pid)).toBe(before);
});

test('a sample counts each thing', () => {
  const { descriptors = 0, heap = 0, memory = 0, threads = 0 } = processSample();
  expect(descriptors).toBeGreaterThan(2);
  expect(threads).toBeGreaterThan(0);
  expect(memory).toBeGreaterThan(heap);
});
