import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type MatrixRecord, readMatrix, writeMatrix } from '../../src/store/matrix-record.ts';
import { inFolder } from '../kit/fake-run.ts';

const cell = { workload: 'lock', nemesis: ['kill', 'pause'], server: '3.9.6', seed: -3 };

test('folders of runs are stored relative to matrix.json and read as absolute paths', () =>
  inFolder(async folder => {
    const path = join(folder, 'matrix.json');
    const record: MatrixRecord = {
      schema: 1,
      shard: { index: 1, of: 2 },
      cells: [
        { ...cell, outcome: 'valid', folder: join(folder, 'lock-kill-sim/1') },
        { ...cell, outcome: 'not run' },
      ],
    };
    await writeMatrix(path, record);
    expect(await readMatrix(path)).toEqual(record);
  }));

test.each([
  ['{"schema":3}', 'matrix.json: schema: expected 1, found 3. A newer version of zoobreak'],
  [
    JSON.stringify({
      schema: 1,
      shard: { index: 1, of: 1 },
      cells: [{ ...cell, outcome: 'good' }],
    }),
    'matrix.json: cells[0].outcome: expected one of "valid"|"invalid"|',
  ],
])('%s is refused', (text, message) =>
  inFolder(async folder => {
    const path = join(folder, 'matrix.json');
    writeFileSync(path, text);
    await expect(readMatrix(path)).rejects.toThrow(message);
  }),
);
