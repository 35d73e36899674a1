/** Room for requests in doubt, against every order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Job, scheduled } from '../../../src/checker/replay/schedule.ts';

const TAKEN: ReadonlySet<number> = new Set([3, 4, 7]);

function nextFree(after: number): number {
  let zxid = after + 1;
  while (TAKEN.has(zxid)) zxid++;
  return zxid;
}

/** Tests whether some order gives each job a free zxid of its own. */
function fitsSomehow(jobs: readonly Job<number>[], used: ReadonlySet<number> = new Set()): boolean {
  const [job, ...rest] = jobs;
  if (job === undefined) return true;
  for (let zxid = job.from; zxid < job.end; zxid++) {
    if (TAKEN.has(zxid) || used.has(zxid)) continue;
    if (fitsSomehow(rest, new Set([...used, zxid]))) return true;
  }
  return false;
}

const job = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5 }))
  .map(([from, width]) => ({ from, end: from + width }));

test('requests fit where some order fits, and nowhere else', () => {
  fc.assert(
    fc.property(fc.array(job, { maxLength: 5 }), bounds => {
      const jobs = bounds.map((one, what) => ({ what, ...one }));
      const { order, fits } = scheduled(jobs, nextFree);
      expect(fits).toBe(fitsSomehow(jobs));
      expect([...order].sort()).toEqual(jobs.map(({ what }) => what));
    }),
  );
});
