/** docs/own-failures.md names a test for each failure: it is there. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const TESTS = fileURLToPath(new URL('../', import.meta.url));
const DOCUMENT = new URL('../../docs/own-failures.md', import.meta.url);

/** The last cell of a row: the name of a test's file, and of the test. */
const ROW = /\| `([\w-]+)`: ([^|]+) \|$/;
const rows = readFileSync(DOCUMENT, 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.startsWith('| failure '))
  .map(line => [line.split(' | ')[0]?.slice(2), ROW.exec(line)] as const);

const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' });

test('the table has rows', () => expect(rows.length).toBeGreaterThan(20));

test.each(rows)('%s', (_, found) => {
  const [, file = '', name = ''] = found ?? [];
  const paths = files.filter(path => path.endsWith(`/${file}.test.ts`));
  const texts = paths.map(path => readFileSync(`${TESTS}${path}`, 'utf8'));
  expect(texts.filter(text => text.includes(name))).not.toEqual([]);
});
