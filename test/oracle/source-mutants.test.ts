import { expect, test } from 'vitest';
import { mutantsOf, mutated } from './source-mutants.ts';

const ids = (source: string): readonly string[] => mutantsOf('x.js', source).map(({ id }) => id);
const only = (source: string): string => {
  const [id = ''] = ids(source);
  return mutated('x.js', source, id);
};

test('a comparison is made one off', () => {
  expect(only('/* é */ f(a < b);')).toBe('let $sent = 0;/* é */ f(((a) <= (b)));');
});

test('a condition that is no comparison is negated', () => {
  expect(only('const a = b ? 1 : 2;')).toBe('let $sent = 0;const a = !(b) ? 1 : 2;');
});

test('one that is added is dropped', () => {
  expect(only('f(a + 1);')).toBe('let $sent = 0;f(a);');
});

test('an early return is dropped', () => {
  expect(ids('function f(a) {\n  if (a) return 1;\n  return 2;\n}')).toEqual([
    'x.js~2~negated',
    'x.js~2~return dropped',
  ]);
});

test('the tenth message is dropped, and no other', () => {
  expect(only('a.send(b);')).toBe('let $sent = 0;(++$sent === 10 || a.send(b));');
});

test('a mutant that is not there is refused', () => {
  expect(() => mutated('x.js', 'f();', 'x.js~1~negated')).toThrow(
    'expected a mutant of x.js, found x.js~1~negated',
  );
});
