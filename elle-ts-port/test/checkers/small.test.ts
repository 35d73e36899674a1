import { describe, expect, it } from 'vitest';
import { bank, counter, type Event, longFork, monotonic, set, setFull } from '../../src/index.ts';

const invoke = (process: number, f: string, value: unknown = null): Event => ({
  type: 'invoke',
  process,
  f,
  value,
});
const ok = (process: number, f: string, value: unknown = null): Event => ({
  ...invoke(process, f, value),
  type: 'ok',
});
/** One operation after the other, all by process 0. */
const serial = (...ops: readonly [f: string, value: unknown][]): Event[] =>
  ops.flatMap(([f, value]) => [invoke(0, f, f === 'read' ? null : value), ok(0, f, value)]);

describe('bank', () => {
  it.each([
    ['a sum that stays', { a: 3, b: 7 }, []],
    ['a sum that changed', { a: 4, b: 7 }, ['wrong-total']],
    ['a negative balance', { a: -1, b: 11 }, ['negative-balance']],
    ['an account that is missing', { a: 10 }, ['missing-balance']],
    ['an account that nobody has', { a: 3, b: 7, c: 0 }, ['unexpected-accounts']],
  ])('%s', (_name, balances, types) => {
    const result = bank(serial(['read', balances]), { total: 10, accounts: ['a', 'b'] });
    expect(result).toMatchObject({ valid: types.length === 0, 'anomaly-types': types });
  });

  it('without a read nothing is known', () => {
    expect(bank([], { total: 10 }).valid).toBe('unknown');
  });
});

describe('long fork', () => {
  const read = (x: number | null, y: number | null): [string, unknown] => [
    'txn',
    [
      ['r', 'x', x],
      ['r', 'y', y],
    ],
  ];
  it('reads that see one write each, in the same order', () => {
    expect(longFork(serial(read(null, null), read(1, null), read(1, 1))).valid).toBe(true);
  });
  it('reads that see one write each, in opposite orders', () => {
    const result = longFork(serial(read(1, null), read(null, 1)));
    expect(result).toMatchObject({ valid: false, 'anomaly-types': ['long-fork'] });
  });
});

describe('counter', () => {
  const during = (value: number): Event[] => [
    ...serial(['add', 1]),
    invoke(1, 'add', 5),
    invoke(2, 'read'),
    ok(2, 'read', value),
    ok(1, 'add', 5),
  ];
  it.each([
    [0, false],
    [1, true],
    [6, true],
    [7, false],
  ])('1 added, 5 being added: a read of %i is %s', (value, valid) => {
    expect(counter(during(value)).valid).toBe(valid);
  });
  it('an add of unknown outcome may count at any time', () => {
    const history = [invoke(1, 'add', 5), { ...ok(1, 'add', 5), type: 'info' }];
    expect(counter([...history, ...serial(['read', 0])]).valid).toBe(true);
    expect(counter([...history, ...serial(['read', 5])]).valid).toBe(true);
  });
  it('a subtraction under way lowers what may be read', () => {
    const history = [invoke(1, 'add', -5), ...serial(['read', -5], ['read', 1])];
    expect(counter(history).anomalies['impossible-count']).toHaveLength(1);
  });
});

describe('set', () => {
  it.each([
    ['all there', [1, 2], []],
    ['one lost', [1], ['lost']],
    ['one that nobody added', [1, 2, 3], ['unexpected']],
  ])('%s', (_name, elements, types) => {
    const result = set(serial(['add', 1], ['add', 2], ['read', elements]));
    expect(result).toMatchObject({ valid: types.length === 0, 'anomaly-types': types });
  });
  it('without a final read nothing is known', () => {
    expect(set(serial(['add', 1])).valid).toBe('unknown');
  });
});

describe('set, read all along', () => {
  it.each([
    ['seen ever since', [[1], [1]], []],
    ['gone for good', [[1], []], ['lost']],
    ['gone and back', [[], [1]], ['stale']],
    ['there twice', [[1, 1]], ['duplicated']],
  ])('%s', (_name, reads, types) => {
    const ops = reads.map((elements): [string, unknown] => ['read', elements]);
    const result = setFull(serial(['add', 1], ...ops));
    expect(result).toMatchObject({ valid: types.length === 0, 'anomaly-types': types });
  });
});

describe('monotonic', () => {
  it('a process that goes back', () => {
    expect(monotonic(serial(['read', 1], ['read', 2])).valid).toBe(true);
    expect(monotonic(serial(['read', 2], ['read', 1]))).toMatchObject({
      valid: false,
      'anomaly-types': ['went-back'],
    });
  });
  it('another process that reads less later is only wrong in realtime', () => {
    const history = [...serial(['read', 2]), invoke(1, 'read'), ok(1, 'read', 1)];
    expect(monotonic(history).valid).toBe(true);
    expect(monotonic(history, { scope: 'realtime' }).valid).toBe(false);
  });
});

it('a large integer in a set is not the string of its digits', () => {
  const large = 9007199254740993n;
  const read = (element: unknown) => set(serial(['add', large], ['read', [element]]));
  expect(read(large).valid).toBe(true);
  expect(read(`${large}`).valid).toBe(false);
});
