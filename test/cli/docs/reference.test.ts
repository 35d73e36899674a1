import { expect, test } from 'vitest';
import { allowed, catalogue } from '../../../src/cli/catalogue.ts';
import { referenceMarkdown } from '../../../src/cli/docs/reference.ts';
import { settingsSchema } from '../../../src/cli/options/settings.ts';
import { program } from '../../../src/cli/program.ts';
import { fakeTerminal } from '../../kit/fake-terminal.ts';

const REFERENCE = new URL('../../../docs/reference.md', import.meta.url);

test('docs/reference.md is what the code says (npm run docs writes it)', async () => {
  const listed = catalogue();
  const root = program(fakeTerminal(), '0.0.0', () => {});
  const text = referenceMarkdown(root, listed, settingsSchema(allowed().names));
  await expect(text).toMatchFileSnapshot(REFERENCE.pathname);
});
