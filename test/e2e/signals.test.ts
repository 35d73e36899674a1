/** What runs leave behind, and how they exit, when they are signalled at different moments. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ran, startZoobreak, zoobreak } from '../kit/zoobreak.ts';

/** After the history was begun, in ms; a run on the sim would last minutes from there. */
const MOMENTS = [0, 1500];
/** A second one that comes earlier is the echo of the first. */
const BETWEEN_MS = 600;

let top: string;
beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'zoobreak-signals-'));
});
afterAll(() => rm(top, { recursive: true }));

interface Ended extends Ran {
  /** The folder of the results. */
  readonly folder: string;
  readonly ending: string;
}

async function signalled(
  flags: readonly string[],
  signals: Signals,
  moment: number,
): Promise<Ended> {
  const at = await mkdtemp(join(top, 'run-'));
  const { child, ended } = startZoobreak(['run', '--seed', '1', ...flags], { folder: at });
  const folder = join(at, 'results/latest');
  const hasBegun = (): boolean => existsSync(join(folder, 'history.jsonl'));
  await expect.poll(hasBegun, { timeout: 60_000 }).toBe(true);
  await setTimeout(moment);
  for (const [place, name] of signals.entries()) {
    if (place > 0) await setTimeout(BETWEEN_MS);
    child.kill(name);
  }
  const ran = await ended;
  const { ending } = JSON.parse(await readFile(join(folder, 'test.json'), 'utf8'));
  return { ...ran, folder, ending };
}

type Signals = readonly NodeJS.Signals[];
const SIM = ['--target', 'sim', '--time-limit', '36000', '--rate', '5'];

describe.each(MOMENTS)('%d ms after the load has begun, on the sim', moment => {
  test.concurrent('kill -9: check reads what was written, and does not call it valid', async () => {
    const { code, folder, ending } = await signalled(SIM, ['SIGKILL'], moment);
    expect(code).toBeNull();
    expect(ending).toBe('running');
    const checked = await zoobreak(['check', folder]);
    expect(checked.out).toContain('the run was killed before its end');
    expect(checked.code).toBe(2);
  });

  test.concurrent.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s: the load is stopped, the run judged, 130',
    async name => {
      const { code, folder, ending } = await signalled(SIM, [name], moment);
      expect(code).toBe(130);
      expect(ending).toBe('stopped');
      const { valid } = JSON.parse(await readFile(join(folder, 'verdict.json'), 'utf8'));
      expect([true, 'unknown']).toContain(valid);
      expect((await zoobreak(['check', folder])).code).toBe(valid === true ? 0 : 2);
    },
  );

  test.concurrent.each([
    { signals: ['SIGINT', 'SIGINT'] },
    { signals: ['SIGTERM', 'SIGTERM'] },
    { signals: ['SIGHUP', 'SIGTERM'] },
  ] as const)(
    '$signals: ends at once, 130, and what was stored can be checked',
    async ({ signals }) => {
      const { code, err, folder } = await signalled(SIM, signals, moment);
      expect(code).toBe(130);
      expect(err).not.toMatch(/^ {4}at /m);
      expect([0, 2]).toContain((await zoobreak(['check', folder])).code);
    },
  );
});
