/** A few of the histories of `node dist/test/oracle/long-agreement.js`. */
import { expect, test } from 'vitest';
import { claims } from './agreement.ts';

const HISTORIES = 100;

test.each(claims)('$name: agrees with every order tried', ({ compare }) => {
  const { valid, invalid, abstained, wrong } = compare(HISTORIES, 1);
  expect(wrong).toBeUndefined();
  expect(Math.min(valid, invalid)).toBeGreaterThanOrEqual(Math.floor((valid + invalid) / 25));
  expect(abstained).toBe(0);
});
