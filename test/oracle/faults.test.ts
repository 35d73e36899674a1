import { expect, test } from 'vitest';
import { history } from '../kit/notation.ts';
import { stamped } from '../kit/stamped.ts';
import { isGreen, rowOf, rowText } from './faults.ts';

const report = (f: string, verified: boolean) => ({
  ...{ f, process: 'nemesis' as const, value: { verified, did: 'it', seen: 'it' } },
});

test('a row counts what was verified, with median times, and heals that healed something', () => {
  const found = stamped(
    history(
      ...['0ms *(kill 500ms', report('kill', true), '1s *(start 3s', report('start', true)],
      ...['4s *(kill 4700ms', report('kill', false), '5s *(start 6s', report('start', true)],
      ...['7s *(start 8s', report('start', true)],
    ),
  );
  const row = rowOf('kill', found, 'complete: true');
  expect(row.strikes).toEqual({ verified: 1, all: 2, medianS: 0.7 });
  expect(row.heals).toEqual({ verified: 2, all: 2, medianS: 2 });
  expect(rowText(row)).toBe('| kill | 1 of 2 | 0.7 | 2 of 2 | 2.0 | complete: true |');
});

test('a nemesis that did nothing has no times', () =>
  expect(rowText(rowOf('kill', history('0=r:1'), 'complete: unknown'))).toBe(
    '| kill | 0 of 0 | - | 0 of 0 | - | complete: unknown |',
  ));

/** A strike and its heal. */
const row = (strike: boolean, heal: boolean) =>
  rowOf(
    'kill',
    stamped(
      history(
        ...['1s *(kill 2s', report('kill', strike), '3s *(start 4s', report('start', heal)],
        ...['5s *(kill 6s', report('kill', true), '7s *(start 8s', report('start', true)],
      ),
    ),
    'complete: true',
  );

test('all verified -> green', () => {
  expect(isGreen(row(true, true))).toBe(true);
  expect(row(true, true).unverified).toEqual([]);
});

test('a strike that was not verified beside one that was -> not green, with what was seen', () => {
  expect(isGreen(row(false, true))).toBe(false);
  expect(row(false, true).unverified).toEqual([
    'kill: kill null at 1.0 s was not verified; seen: "it"',
  ]);
});

test('a heal that was not verified -> not green', () =>
  expect(isGreen(row(true, false))).toBe(false));

test('a nemesis that never struck -> not green', () =>
  expect(isGreen(rowOf('kill', history('0=r:1'), 'complete: unknown'))).toBe(false));
