import { expect, test } from 'vitest';
import type { Damage, DiskMoment, DiskTrouble } from '../../src/contract.ts';
import { nodeDisk } from '../../src/ensemble/node-disk.ts';
import { never } from '../kit/never.ts';

/** What an agent is asked for; it answers `3 files`, with a newline. */
function asking() {
  const asked: string[] = [];
  const disk = nodeDisk({
    ask: async (_, ...words) => {
      asked.push(words.join(' '));
      return '3 files\n';
    },
  });
  return { asked, disk };
}

test.each<readonly [DiskTrouble, string]>([
  [{ kind: 'full' }, 'disk write_error=28'],
  [{ kind: 'error', of: 'write', oneIn: 10 }, 'disk write_error=5 one_in=10'],
  [{ kind: 'error', of: 'sync', oneIn: 1 }, 'disk sync_error=5 one_in=1'],
  [{ kind: 'error', of: 'short', oneIn: 1 }, 'disk shorten=1 one_in=1'],
  [{ kind: 'slow', delayMs: 20.5 }, 'disk delay_us=20500'],
])('a trouble is fields of the page that the shim reads: %o', async (trouble, words) => {
  const { asked, disk } = asking();
  await disk.trouble(trouble, never);
  await disk.recover(never);
  expect(asked).toEqual([words, 'disk']);
});

test.each<readonly [DiskMoment | undefined, string]>([
  [{ kind: 'fsync', count: 4 }, 'die_at 4'],
  [{ kind: 'file', name: 'currentEpoch' }, 'die_at 1 currentEpoch'],
  [undefined, 'die_at 0'],
])('a moment to die at: %o', async (moment, words) => {
  const { asked, disk } = asking();
  await disk.killAt(moment, never);
  expect(asked).toEqual([words]);
});

test.each<readonly [Damage, string]>([
  [{ kind: 'flip', file: 'snapshot', share: 0.25 }, 'flip snapshot 250'],
  [{ kind: 'cut', file: 'log', share: 1 }, 'cut_file log 1000'],
  [{ kind: 'wipe' }, 'wipe'],
  [{ kind: 'restore' }, 'restore'],
])('damage, and what was done: %o', async (damage, words) => {
  const { asked, disk } = asking();
  expect(await disk.damage(damage, never)).toBe('3 files');
  expect(asked).toEqual([words]);
});
