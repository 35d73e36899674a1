import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inexactNumberIn, isExact } from '../../src/history/exact.ts';

test.each(['0', '-0', '12', '1.50', '15e2', '0.1', '1e300', '9007199254740992', '1e-300'])(
  '%s is kept as it is written',
  text => expect(isExact(text)).toBe(true),
);

test.each([
  ['9007199254740993', 'rounded to the even neighbour'],
  ['9007199254740993e0', 'the same with an exponent'],
  ['1e999', 'infinite'],
  ['1e-999', 'zero'],
  ['0.30000000000000001', '0.3'],
])('%s would become another value: %s', text => expect(isExact(text)).toBe(false));

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -330, max: 330 }))
  .map(([digits, power]) => ({ digits, power, text: `${digits}e${power}` }));

test('two different decimals that are both exact are two doubles', () => {
  const nearby = decimal.chain(one =>
    fc
      .integer({ min: -3, max: 3 })
      .map(step => [one, { ...one, digits: one.digits + BigInt(step) }]),
  );
  fc.assert(
    fc.property(nearby, pair => {
      const texts = pair.map(({ digits, power }) => `${digits}e${power}`);
      if (!texts.every(isExact) || pair[0]?.digits === pair[1]?.digits) return;
      expect(Number(texts[0])).not.toBe(Number(texts[1]));
    }),
    { numRuns: 2000 },
  );
});

test('every double in the text that JavaScript gives it is exact', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
      expect(inexactNumberIn(JSON.stringify([value]))).toBeUndefined();
    }),
  );
});

describe('in a JSON text', () => {
  test('the first number that is rounded is named', () =>
    expect(inexactNumberIn('{"a":[1,"2"],"b":1e999,"c":9007199254740993}')).toBe('1e999'));

  test('what stands in a string is no number', () =>
    expect(inexactNumberIn('{"a":"\\"9007199254740993","b":"1e999"}')).toBeUndefined());
});
