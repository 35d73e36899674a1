import { describe, expect, test } from 'vitest';
import { checkCommand, runCommand } from '../../src/cli/command-line.ts';
import { validate } from '../../src/cli/settings.ts';
import { gather } from '../../src/cli/settings-sources.ts';

const NAMES = {
  workloads: ['register'],
  nemeses: ['none', 'kill', 'pause'],
  targets: ['docker'],
  servers: ['3.8.0', '3.9.6'],
};

const settle = (flags: Record<string, unknown>) =>
  validate(gather({ flags, environment: {} }), NAMES);

describe('the command to run again', () => {
  test('defaults need only the seed', () =>
    expect(runCommand(settle({}), 7)).toBe('npx zoobreak run --seed 7'));

  test('what is not its default is repeated', () => {
    const flags = {
      nemesis: ['kill', 'pause'],
      server: '3.8.0',
      timeLimit: '30',
      concurrency: '4n',
      rate: '0',
    };
    const command = runCommand(settle(flags), 7);
    expect(command).toBe(
      'npx zoobreak run --nemesis kill,pause --server 3.8.0 --concurrency 4n --rate 0 --time-limit 30 --seed 7',
    );
  });
});

test('a folder with a space is quoted', () =>
  expect(checkCommand("my runs/it's")).toBe("npx zoobreak check 'my runs/it'\\''s'"));
