import { describe, expect, test } from 'vitest';
import { none } from '../../../nemesis/none.ts';
import { partition } from '../../../nemesis/partition.ts';
import { preflight } from '../../../src/cli/runs/preflight.ts';
import type { Support, Target } from '../../../src/contract.ts';
import { SHIPPED_SERVERS } from '../../../src/ensemble/profile.ts';

const YES: Support = { ok: true };

/** A target that is asked and never started. */
function target(answers: { readonly supports?: Support; readonly available?: Support }): Target {
  return {
    name: 'paper',
    supports: () => answers.supports ?? YES,
    available: async () => answers.available ?? YES,
    start: () => Promise.reject(new Error('nothing is to be started')),
    clean: async () => ({ removed: [], left: [] }),
  };
}

const ENTRY = {
  name: 'paper',
  doc: '',
  remedy: 'Buy paper.',
  servers: SHIPPED_SERVERS,
  open: async () => target({}),
};

describe('before anything is started', () => {
  test('what the target can do is let through', async () =>
    expect(await preflight(ENTRY, target({}), [partition], '3.9.6')).toBeUndefined());

  test('a nemesis that the target cannot do is refused with the reason of the target', () =>
    expect(
      preflight(
        ENTRY,
        target({ supports: { ok: false, why: 'paper has no network' } }),
        [none, partition],
        '3.9.6',
      ),
    ).rejects.toThrow(
      '--nemesis partition: target paper does not support this fault: paper has no network.',
    ));

  test('a target that is not there is refused with what to do', () =>
    expect(
      preflight(ENTRY, target({ available: { ok: false, why: 'no paper left' } }), [none], '3.9.6'),
    ).rejects.toThrow('--target paper: no paper left. Buy paper.'));

  test('a target that knows better says itself what to do', () => {
    const available: Support = { ok: false, why: 'no red paper left', remedy: 'Take blue paper.' };
    return expect(preflight(ENTRY, target({ available }), [none], '3.9.6')).rejects.toThrow(
      /^--target paper: no red paper left\. Take blue paper\.$/,
    );
  });
});
