import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { firstDifference, replay } from '../../../src/cli/actions/replay.ts';
import { shrink } from '../../../src/cli/actions/shrink.ts';
import type { TestPlan } from '../../../src/store/records/plan.ts';
import { fakeTerminal } from '../../kit/fake-terminal.ts';
import { TEST, VERDICT } from '../../kit/sample-records.ts';
import { simPlan } from '../../oracle/sim-plan.ts';

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

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The folder of a run with nothing but its plan. */
function stored(plan: TestPlan): string {
  const folder = mkdtempSync(join(tmpdir(), 'zoobreak-replay-'));
  folders.push(folder);
  writeFileSync(join(folder, 'test.json'), JSON.stringify({ ...TEST, plan }));
  return folder;
}

describe('what cannot be run again is told', () => {
  test('nothing at the path', async () => {
    await expect(replay(fakeTerminal(), {}, ['nowhere'])).rejects.toThrow(
      'replay: nowhere: expected the folder of a run, found nothing.',
    );
  });

  test('a run of which no history was stored', async () => {
    const folder = stored(simPlan({}));
    await expect(replay(fakeTerminal(), {}, [folder])).rejects.toThrow(/^replay: .*history.jsonl/);
  });

  test('a run of a workload that is not known here', async () => {
    const folder = stored(simPlan({ workload: 'chess' }));
    await expect(replay(fakeTerminal(), {}, [folder])).rejects.toThrow(
      'replay: expected an entry of the registry, found chess',
    );
  });

  test('a run that is to shrink, and has no verdict or is valid', async () => {
    const folder = stored(simPlan({}));
    await expect(shrink(fakeTerminal(), {}, [folder])).rejects.toThrow(/^shrink: .*verdict.json/);
    writeFileSync(join(folder, 'verdict.json'), JSON.stringify(VERDICT));
    await expect(shrink(fakeTerminal(), {}, [folder])).rejects.toThrow(
      'expected an invalid run, found one that is valid.',
    );
  });

  test('a run on real servers that recorded no schedule', async () => {
    const folder = stored(simPlan({ target: 'docker' }));
    const verdict = { ...VERDICT, valid: false };
    writeFileSync(join(folder, 'verdict.json'), JSON.stringify(verdict));
    await expect(shrink(fakeTerminal(), {}, [folder])).rejects.toThrow(/^shrink: .*schedule.yaml/);
    writeFileSync(join(folder, 'schedule.yaml'), 'schema: 1\nsteps: []\n');
    await expect(shrink(fakeTerminal(), {}, [folder])).rejects.toThrow(
      'expected a schedule with steps, found none.',
    );
  });

  test.each([
    [{ tries: '0' }, '--tries: expected a whole number from 1, found "0".'],
    [{ hits: 'two' }, '--hits: expected a whole number from 1, found "two".'],
    [{ tries: '2', hits: '3' }, '--hits: expected at most --tries, 2, found 3.'],
  ])('%j', async (flags, message) => {
    const folder = stored(simPlan({ target: 'docker' }));
    writeFileSync(join(folder, 'verdict.json'), JSON.stringify({ ...VERDICT, valid: false }));
    await expect(shrink(fakeTerminal(), flags, [folder])).rejects.toThrow(message);
  });

  test('a run on real servers', async () => {
    const folder = stored(simPlan({ target: 'docker' }));
    await expect(replay(fakeTerminal(), {}, [folder])).rejects.toThrow(
      'expected a run on the sim, found one on docker. Only runs on a virtual clock can be repeated exactly.',
    );
  });
});
