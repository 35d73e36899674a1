/** The tutorial's programs are files of one's own: the commands that it shows run them, with the verdict it tells. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exit.ts';
import { zoobreak } from '../kit/zoobreak.ts';

const TUTORIAL = fileURLToPath(new URL('../../examples/tutorial/', import.meta.url));
const FLAGS = ['--target', 'sim', '--time-limit', '5', '--seed', '9', '--nemesis-interval', '1'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-tutorial-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['1-blind', 'none', EXIT.invalid],
  ['2-versioned', 'partition', EXIT.valid],
  ['3-display', 'partition', EXIT.invalid],
])(
  '--workload examples/tutorial/%s.ts --nemesis %s',
  async (name, nemesis, code) => {
    const own = ['--workload', join(TUTORIAL, `${name}.ts`), '--nemesis', nemesis];
    const ran = await zoobreak(['run', ...FLAGS, ...own], { folder });
    expect(ran, ran.err).toMatchObject({ code });
  },
  60_000,
);
