/** The short form of `npm run fuzz`. */
import fc from 'fast-check';
import { test } from 'vitest';
import { KEPT } from './kept-anomaly.ts';

test.each(KEPT)('$name: no other way to tell it is valid', ({ property }) =>
  fc.assert(property, { numRuns: 300 }),
);
