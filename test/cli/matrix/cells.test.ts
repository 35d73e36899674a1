import { describe, expect, test } from 'vitest';
import {
  cellsIn,
  cellsOf,
  parseCombination,
  parseSeeds,
  parseShard,
} from '../../../src/cli/matrix/cells.ts';
import { codeOf } from '../../../src/cli/matrix/end.ts';
import { jobsFor } from '../../../src/cli/matrix/machine.ts';
import { argumentsOf } from '../../../src/cli/matrix/run.ts';
import { named } from '../../../src/cli/named.ts';
import { targets } from '../../../src/ensemble/registry.ts';
import type { CellOutcome } from '../../../src/store/matrix-record.ts';

const DIMENSIONS = {
  workloads: ['register', 'lock'],
  nemeses: [['none'], ['partition', 'kill']],
  servers: ['3.8.0', '3.9.6'],
  seeds: [1, 2, 3],
};
const CELLS = cellsOf(DIMENSIONS);

test('every combination once', () => {
  expect(CELLS).toHaveLength(2 * 2 * 2 * 3);
  expect(new Set(CELLS.map(cell => JSON.stringify(cell))).size).toBe(CELLS.length);
});

test('shards share all cells out, each cell to one', () => {
  const parts = [1, 2, 3, 4, 5].map(index => cellsIn(CELLS, { index, of: 5 }));
  expect(parts.map(part => part.length)).toEqual([5, 5, 5, 5, 4]);
  expect(new Set(parts.flat())).toEqual(new Set(CELLS));
});

test.each([2, 3, 4])('each of %i shards has every nemesis, in the order of the matrix', of => {
  for (let index = 1; index <= of; index++) {
    const part = cellsIn(CELLS, { index, of });
    expect(new Set(part.map(({ nemesis }) => nemesis.join('+'))).size).toBe(2);
    expect(part).toEqual(CELLS.filter(cell => part.includes(cell)));
  }
});

describe('what flags say', () => {
  test('shard', () => expect(parseShard('2/4')).toEqual({ index: 2, of: 4 }));
  test.each(['0/4', '5/4', '2', 'a/b', '1/0'])('shard %s is refused', text =>
    expect(() => parseShard(text)).toThrow('--shard: expected i/n with i from 1 to n'),
  );
  test('seeds', () => expect(parseSeeds('7, 1..3,2,-1')).toEqual([7, 1, 2, 3, -1]));
  test.each(['x', '3..1', '', '1..999999999', '1.5'])('seeds %j are refused', text =>
    expect(() => parseSeeds(text)).toThrow('--seeds: expected whole numbers and ranges'),
  );
  test('faults side by side', () => expect(parseCombination('a+b')).toEqual(['a', 'b']));
});

test('a run gets the flags of the matrix and those of its cell, and no reporter', () => {
  const flags = {
    timeLimit: '5',
    json: true,
    reporter: ['junit'],
    leaveDbRunning: true,
    bail: true,
  };
  const cell = { workload: 'lock', nemesis: ['kill', 'pause'], server: '3.9.6', seed: -3 };
  expect(argumentsOf(cell, { ...flags, seed: '9', config: 'mine.ts' })).toEqual([
    '--time-limit=5',
    '--leave-db-running',
    '--config',
    'mine.ts',
    '--workload=lock',
    '--nemesis=kill,pause',
    '--server=3.9.6',
    '--seed=-3',
    '--test-count=1',
    '--reporter=list',
    '--quiet',
  ]);
});

describe('the exit code is that of the worst', () => {
  const of = (...outcomes: CellOutcome[]) =>
    codeOf(
      CELLS.slice(0, outcomes.length).map((cell, at) => ({
        ...cell,
        outcome: outcomes[at] ?? 'not run',
      })),
    );
  test.each<[number, CellOutcome[]]>([
    [0, ['valid', 'valid']],
    [2, ['valid', 'unknown']],
    [1, ['unknown', 'invalid', 'valid']],
    [255, ['invalid', 'crash', 'unknown']],
    [2, ['valid', 'not run']],
  ])('%i', (code, outcomes) => expect(of(...outcomes)).toBe(code));
});

test('as many at once as the machine can do, and never none', () => {
  const machine = { cores: 4, memoryMb: 16_000 };
  expect(jobsFor(named(targets, 'sim'), 3, machine)).toBe(4);
  expect(jobsFor(named(targets, 'docker'), 3, machine)).toBe(2);
  expect(jobsFor(named(targets, 'docker'), 9, machine)).toBe(1);
  expect(jobsFor(named(targets, 'ssh'), 3, machine)).toBe(1);
  expect(jobsFor(named(targets, 'docker'), 3, { cores: 1, memoryMb: 1000 })).toBe(1);
});
