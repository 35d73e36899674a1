/** The tutorial shows the programs as they are compiled, and what they print. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blindTickets } from '../../examples/tutorial/1-blind.ts';
import { versionedTickets } from '../../examples/tutorial/2-versioned.ts';
import { ticketsWithDisplay } from '../../examples/tutorial/3-display.ts';
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
  ['blind: two draw the same number', { workload: blindTickets, partitions: false }, 'INVALID'],
  ['versioned: nobody does', { workload: versionedTickets, partitions: false }, 'VALID'],
  ['versioned, partitioned', { workload: versionedTickets, partitions: true }, 'VALID'],
  ['with a display: it lags', { workload: ticketsWithDisplay, partitions: true }, 'VALID'],
])('%s, and the tutorial shows it', async (_, run, verdict) => {
  const said = await tutorialRun(run);
  expect(said.startsWith(verdict)).toBe(true);
  expect(TUTORIAL).toContain(`\`\`\`\n${said}\n\`\`\``);
});
