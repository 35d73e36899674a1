import { expect, test } from 'vitest';
import { hexOf } from '../src/hex.ts';
import { jsonOf } from '../src/json.ts';

test.each([
  [
    [
      ['append', 1, 2],
      ['r', 1, null],
    ],
    '[["append",1,2],["r",1,null]]',
  ],
  [{ zxid: 255n, list: [16n] }, '{"zxid":"0xff","list":["0x10"]}'],
  [undefined, undefined],
])('%o as JSON', (value, text) => expect(jsonOf(value, hexOf)).toBe(text));

test('a value that holds itself is refused', () => {
  const ring: unknown[] = [];
  ring.push(ring);
  expect(() => jsonOf(ring, hexOf)).toThrow(TypeError);
});
