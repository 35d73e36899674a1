import { readdirSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { expect, test } from 'vitest';
import { targets } from '../../src/ensemble/registry.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const ROOMS = ['src', 'workloads', 'nemesis', 'scripts'];
/** Names of the test runner's projects, one of which is called like a target. */
const OTHER_MEANING = ['scripts/test.mjs'];

/** `src/a.ts:7 'sim'`, for each string that is the name of a target outside the folder of that target. */
function literalsIn(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, at) =>
    targets
      .filter(({ name }) => !path.startsWith(`src/ensemble/${name}/`))
      .filter(({ name }) => new RegExp(`(['"\`])${name}\\1`).test(line))
      .map(({ name }) => `${path}:${at + 1} '${name}'`),
  );
}

test('no source names a target outside its own folder: its entry declares what others need', () => {
  const paths = ROOMS.flatMap(room =>
    readdirSync(ROOT + room, { encoding: 'utf8', recursive: true }).map(
      path => `${room}/${path.replaceAll(sep, '/')}`,
    ),
  ).filter(path => /\.(ts|mjs|cjs)$/.test(path) && !OTHER_MEANING.includes(path));
  expect(paths.length).toBeGreaterThan(300);
  expect(paths.flatMap(path => literalsIn(path, readFileSync(ROOT + path, 'utf8')))).toEqual([]);
});

test('such a literal is found', () => {
  expect(literalsIn('src/a.ts', "one\nif (target === 'sim') two")).toEqual(["src/a.ts:2 'sim'"]);
  expect(literalsIn('src/ensemble/sim/entry.ts', "name: 'sim'")).toEqual([]);
});
