import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memory, nodeVersion, results } from '../../../src/cli/actions/doctor.ts';

describe('Node.js', () => {
  test.each([
    ['20.19.0', true],
    ['22.1.0', true],
    ['20.18.9', false],
    ['18.20.0', false],
  ])('%s -> %s', (version, ok) => expect(nodeVersion(version).ok).toBe(ok));
});

test('too little memory: what is needed, and what to do', () => {
  expect(memory(4000).ok).toBe(true);
  expect(memory(900)).toEqual({
    what: 'memory',
    ok: false,
    found: '900 MB free; 3 nodes need about 1400 MB: stop something, or --nodes 1',
  });
});

test('results: a folder that is there or can be made; a file in its place is what is missing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  const file = join(folder, 'file');
  await writeFile(file, '');
  const deep = join(folder, 'a/b');
  expect(await results(deep)).toEqual({
    what: 'results',
    ok: true,
    found: `${deep} can be written`,
  });
  expect(await results(file)).toEqual({
    what: 'results',
    ok: false,
    found: `${file} is a file, not a folder. Name another folder by --results`,
  });
  await rm(folder, { recursive: true });
});
