import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { catalogue } from '../../../src/cli/catalogue.ts';
import { withCatalogue } from '../../../src/cli/docs/readme-block.ts';

const README = new URL('../../../README.md', import.meta.url);

test('the README lists what the registries hold (npm run docs writes it)', async () => {
  const document = await readFile(README, 'utf8');
  await expect(withCatalogue(document, catalogue())).toMatchFileSnapshot(README.pathname);
});

test('a document without the marks is refused', () =>
  expect(() => withCatalogue('no marks', catalogue())).toThrow('expected the lines'));
