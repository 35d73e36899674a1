/** The tutorial shows the programs as they are compiled, and what they print. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import blind from '../../examples/tutorial/1-blind.ts';
import versioned from '../../examples/tutorial/2-versioned.ts';
import display from '../../examples/tutorial/3-display.ts';
import { tutorialRun } from '../kit/tutorial-run.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const TUTORIAL = read('docs/tutorial.md');

describe.each(['1-blind', '2-versioned', '3-display'])('examples/tutorial/%s.ts', name => {
  test('is shown as it is', () => {
    const path = `examples/tutorial/${name}.ts`;
    expect(TUTORIAL).toContain(`\`\`\`ts\n// ${path}\n${read(path)}\`\`\``);
  });
});

test.each([
  ['blind: two draw the same number', { workload: blind, partitions: false }, 'INVALID'],
  ['versioned: nobody does', { workload: versioned, partitions: false }, 'VALID'],
  ['versioned, partitioned', { workload: versioned, partitions: true }, 'VALID'],
  ['with a display: it lags', { workload: display, partitions: true }, 'VALID'],
])('%s, and the tutorial shows it', async (_, run, verdict) => {
  const said = await tutorialRun(run);
  expect(said.startsWith(verdict)).toBe(true);
  expect(TUTORIAL).toContain(`\`\`\`\n${said}\n\`\`\``);
});
