import { expect, test } from 'vitest';
import { endingOf } from '../../../src/cli/output/ending.ts';
import { INVALID, sampleRun, UNKNOWN, VALID } from '../../kit/sample-run.ts';

const lines = (text: string): readonly string[] => text.split('\n').map(line => line.trim());
const place = { folder: '/home/ada' };

test('where to read the report, and how to browse all', () => {
  const ending = lines(endingOf(sampleRun(INVALID), place));
  expect(ending).toContain(
    'report    file:///home/ada/results/register-partition-docker/20261122T141500/report.html',
  );
  expect(ending).toContain('browse    npx zoobreak serve');
});

test('results elsewhere are served from there', () => {
  const run = { ...sampleRun(VALID), folder: '/mnt/my runs/register-kill-sim/20261122T141500' };
  expect(lines(endingOf(run, place))).toContain("browse    npx zoobreak serve '/mnt/my runs'");
});

test.each([
  [VALID, '\u001b[1;32mVALID\u001b[0m  register'],
  [INVALID, '\u001b[1;31mINVALID\u001b[0m  register'],
  [UNKNOWN, '\u001b[1;33mUNKNOWN\u001b[0m  register'],
])('colours: the verdict alone', (verdict, begin) => {
  const coloured = endingOf(sampleRun(verdict), { ...place, colours: true });
  expect(coloured.startsWith(begin)).toBe(true);
  const plain = endingOf(sampleRun(verdict), place);
  expect(plain).not.toContain('\u001b');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes of colours
  expect(coloured.replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(plain);
});

test('the sentence stands below the verdict', () =>
  expect(lines(endingOf(sampleRun(INVALID), place))[2]).toMatch(/^Not linearizable: key k1/));
