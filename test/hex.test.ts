import { expect, test } from 'vitest';
import { hexOf } from '../src/hex.ts';

test('0x, then the digits', () => {
  expect(hexOf(0n)).toBe('0x0');
  expect(hexOf(0x1_0000_001cn)).toBe('0x10000001c');
});

test('a negative session id: the minus stands before 0x', () => {
  expect(hexOf(-255n)).toBe('-0xff');
});
