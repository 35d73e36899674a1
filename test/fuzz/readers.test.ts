/** The short form of `npm run fuzz`. */
import { expect, test } from 'vitest';
import { fuzz } from './readers.ts';
import { inScratch } from './target.ts';
import { TARGETS } from './targets.ts';

/** Machines that run all tests at once are slow. */
const AMOUNT = { inputs: 300, mostMs: 20_000 };

test.each(TARGETS)('$name reads or refuses whatever it is given', target => fuzz(target, AMOUNT));

test.each(TARGETS)('$name reads what the fuzzing begins with', target =>
  inScratch(async folder => {
    const outcomes = target.seeds.map(async seed => {
      try {
        await target.read(Buffer.from(seed), folder);
        return 'read';
      } catch (error) {
        return target.isRefusal(error) ? 'refused' : error;
      }
    });
    expect(await Promise.all(outcomes)).toContain('read');
  }),
);
