/** The reporter `chat`: the line of a run, and the line at the end. */
import { expect, test } from 'vitest';
import type { RunReport } from 'zoobreak';
import chat from './reporter.js';

test('a line a run, and one of all', async () => {
  const lines: string[] = [];
  const out = (text: string): void => void lines.push(text);
  const reporter = await chat.create({ out, err: out, environment: {}, folder: '.' });
  const run = { name: 'register-none-sim', valid: false, again: 'npx zoobreak run' } as RunReport;
  await reporter.onRun?.(run);
  await reporter.onEnd?.({ valid: false, reports: [run], crashes: [] });
  expect(lines).toEqual(['look: register-none-sim, npx zoobreak run\n', '1 runs, 0 crashed\n']);
});
