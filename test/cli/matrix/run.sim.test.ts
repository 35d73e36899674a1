/** The folder of a run reaches the matrix, whatever text the run writes. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inFolder } from '../../kit/fake-run.ts';
import { zoobreak } from '../../kit/zoobreak.ts';

test('a folder of results whose path looks like the text of a run is stored as it is', () =>
  inFolder(async top => {
    const folder = join(top, 'a\nseed 7, results in elsewhere');
    await mkdir(folder);
    const flags = ['--target', 'sim', '--time-limit', '1', '--seeds', '7', '--nemeses', 'none'];
    const { code } = await zoobreak(['matrix', ...flags], { folder });
    expect(code).toBe(0);
    const [stamp = ''] = await readdir(join(folder, 'results/matrix'));
    const path = join(folder, 'results/matrix', stamp);
    const { cells } = JSON.parse(await readFile(join(path, 'matrix.json'), 'utf8'));
    const runs = await readdir(join(folder, 'results/register-none-sim'));
    expect(cells).toMatchObject([
      { outcome: 'valid', folder: `../../register-none-sim/${runs[0]}` },
    ]);
  }));
