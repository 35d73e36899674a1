import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { simPlan } from '../../bench/sim-plan.ts';
import { firstDifference, replay } from '../../src/cli/replay.ts';
import { fakeTerminal } from './fake-terminal.ts';

describe('two histories', () => {
  test('that are the same have no difference', () => {
    expect(firstDifference(['a', 'b'], ['a', 'b'])).toBeUndefined();
  });

  test.each([
    ['another event', ['a', 'b'], ['a', 'c'], 'different from event 1 on: expected b, found c'],
    ['one event more', ['a'], ['a', 'b'], 'different from event 1 on: expected the end, found b'],
    ['one event less', ['a', 'b'], ['a'], 'different from event 1 on: expected b, found the end'],
  ])('with %s differ there', (_, before, after, seen) => {
    expect(firstDifference(before, after)).toBe(seen);
  });
});

describe('what cannot be run again is told', () => {
  test('nothing at the path', async () => {
    await expect(replay(fakeTerminal(), {}, ['nowhere'])).rejects.toThrow(/^replay: .*nowhere/);
  });

  test('a run on real servers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zoobreak-replay-'));
    const record = { schema: 1, plan: simPlan({ target: 'docker' }) };
    writeFileSync(join(folder, 'test.json'), JSON.stringify(record));
    await expect(replay(fakeTerminal(), {}, [folder])).rejects.toThrow(
      'expected a run on the sim, found one on docker. Only the sim repeats itself.',
    );
  });
});
