import { describe, expect, test } from 'vitest';
import { checkCommand, runCommand } from '../../../src/cli/options/command-line.ts';
import { planOf } from '../../../src/cli/options/plan.ts';
import { validate } from '../../../src/cli/options/settings.ts';
import { gather } from '../../../src/cli/options/settings-sources.ts';
import { ALLOWED } from '../../kit/allowed-options.ts';

const settle = (flags: Record<string, unknown>) =>
  validate(gather({ flags, environment: {} }), ALLOWED);

/** `--time-limit 30` -> { timeLimit: '30' } */
function flagsIn(command: string): Record<string, string> {
  const pairs = [...command.matchAll(/--([a-z-]+) (?!--)(\S+)/g)];
  return Object.fromEntries(
    pairs.map(([, flag = '', value = '']) => [
      flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

describe('the command to run again, read back, gives the same plan', () => {
  test.each([
    [{}],
    [{ nemesis: ['kill', 'pause'], server: 'example/zookeeper:3.9', rate: '0', timeLimit: '0.5' }],
    [{ nodes: '5', observers: '1', concurrency: '4n', reads: 'sync', clients: 'roaming' }],
    [{ fencing: 'claimed', workload: 'queue' }],
    [{ sessionTimeout: '30' }],
  ])('%j', flags => {
    const plan = planOf(settle(flags), -7);
    const again = settle(flagsIn(runCommand(plan)));
    expect(planOf(again, again.seed ?? 0)).toEqual(plan);
  });
});

test('a switch has no value', () =>
  expect(runCommand(planOf(settle({ naive: true }), 1))).toContain(' --naive --seed 1'));

test('a session timeout is seconds, and 6 unless it is given', () =>
  expect(
    [{}, { sessionTimeout: '30' }].map(flags => planOf(settle(flags), 0).sessionTimeoutMs),
  ).toEqual([6_000, 30_000]));

describe('threads', () => {
  test.each([
    ['2n', 6],
    ['2', 2],
    ['10n', 30],
  ])('--concurrency %s on three nodes is %i threads', (concurrency, threads) =>
    expect(planOf(settle({ concurrency }), 0).concurrency).toBe(threads),
  );
});

test('a folder with a space is quoted', () =>
  expect(checkCommand("my runs/it's")).toBe("npx zoobreak check 'my runs/it'\\''s'"));
