import { expect, test } from 'vitest';
import { hexOf } from '../../../src/hex.ts';
import { uniqueNumbers } from '../../../workloads/unique-ids/checker.ts';
import { judged } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

const hex = (zxid: number): string => hexOf(BigInt(zxid));
const draw = (number: number, czxid: number, more: Partial<Op> = {}): Op => ({
  ...{ key: 0, f: 'draw', output: { number, czxid: hex(czxid) } },
  ...more,
});
const drop = (number: number, type: 'ok' | 'info' = 'ok'): Op => ({
  process: type === 'ok' ? 0 : 8,
  key: 0,
  f: 'drop',
  type,
  output: number,
});
/** What each node lists, as {number: zxid}. */
const list = (...births: readonly Record<number, number>[]): Op => ({
  process: 5,
  key: 0,
  f: 'list',
  output: births.map((each, at) => ({
    node: `n${at + 1}`,
    at: hex(100),
    births: Object.fromEntries(
      Object.entries(each).map(([number, czxid]) => [
        `0-0-${number.padStart(10, '0')}`,
        hex(czxid),
      ]),
    ),
  })),
});
const judge = (...ops: readonly Op[]) => judged(uniqueNumbers, history(...ops));
const all = { 1: 10, 2: 20 };

test('numbers that grow, some dropped -> valid', () => {
  expect(judge(draw(1, 10), draw(2, 20), list(all, all))).toBe(true);
  expect(judge(draw(1, 10), draw(2, 20), drop(1), list({ 2: 20 }, { 2: 20 }))).toBe(true);
});

test('one number for two creates, also after it was dropped -> duplicate', () => {
  const again = draw(1, 20, { process: 1, at: [1, 9] });
  expect(judge(draw(1, 10, { at: [2, 3] }), again, list({ 1: 20 }))).toEqual(['duplicate']);
  expect(judge(draw(1, 10), drop(1), draw(1, 20), list({ 1: 20 }))).toContain('duplicate');
});

test('one number for a create that was told and one that only a node shows -> duplicate', () => {
  const shown = { 1: 10, 2: 30 };
  expect(judge(draw(1, 10), draw(2, 20), drop(2), list(shown, shown))).toContain('duplicate');
});

test('a higher number with a lower zxid -> zxid-order', () => {
  const overlapping = draw(1, 20, { process: 1, at: [1, 9] });
  const listed = { 1: 20, 2: 10 };
  expect(judge(draw(2, 10, { at: [2, 3] }), overlapping, list(listed))).toEqual(['zxid-order']);
});

test('a later draw with a lower number -> real-time-order', () => {
  const listed = { 1: 20, 2: 10 };
  expect(judge(draw(2, 10), draw(1, 20), list(listed))).toEqual(['zxid-order', 'real-time-order']);
});

test('a node lists another number at the zxid of a draw -> conflicting-zxid', () => {
  expect(judge(draw(1, 10), draw(2, 20), drop(2), list(all, { 1: 10, 3: 20 }))).toContain(
    'conflicting-zxid',
  );
});

test('a number that was given is not on one node -> lost-write; a drop in doubt -> valid', () => {
  expect(judge(draw(1, 10), draw(2, 20), list(all, { 1: 10 }))).toEqual(['lost-write']);
  expect(judge(draw(1, 10), draw(2, 20), drop(2, 'info'), list({ 1: 10 }))).toBe(true);
});

test('a create in doubt is on one node only -> replica-divergence; on both -> valid', () => {
  const three = { ...all, 3: 30 };
  expect(judge(draw(1, 10), draw(2, 20), list(three, all))).toEqual(['replica-divergence']);
  expect(judge(draw(1, 10), draw(2, 20), list(three, three))).toBe(true);
});

test('not listed by every node, or one number only -> unknown', () => {
  expect(judge(draw(1, 10), draw(2, 20))).toBe('unknown');
  expect(judge(draw(1, 10), list({ 1: 10 }))).toBe('unknown');
});
