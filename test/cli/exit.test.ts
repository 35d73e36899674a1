import { describe, expect, test } from 'vitest';
import { EXIT, exitOf, worst } from '../../src/cli/exit.ts';

const { valid, invalid, unknown, crash, interrupted } = EXIT;

describe('over several runs, crash > invalid > unknown > valid', () => {
  test.each([
    [[valid, valid], valid],
    [[valid, unknown, valid], unknown],
    [[unknown, invalid], invalid],
    [[invalid, unknown], invalid],
    [[invalid, crash, unknown], crash],
    [[crash, interrupted], interrupted],
    [[], unknown],
  ])('%j -> %i', (codes, code) => expect(worst(codes)).toBe(code));
});

describe('a verdict is an exit code', () => {
  test.each([
    [true, 0],
    [false, 1],
    ['unknown', 2],
  ] as const)('%s -> %i', (verdict, code) => expect(exitOf(verdict)).toBe(code));
});
