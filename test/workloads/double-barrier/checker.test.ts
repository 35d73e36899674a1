import { expect, test } from 'vitest';
import type { CompletionType, Event } from '../../../src/history/event.ts';
import { historyOf } from '../../../src/history/history.ts';
import { together } from '../../../workloads/double-barrier/checker.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

const TYPES: Readonly<Record<string, CompletionType>> = {
  i: 'ok',
  o: 'ok',
  x: 'fail',
  '?': 'info',
};

/** One round of two members, in letters: `a` and `b` ask to enter (`+`), are in (`i`), ask to leave
 *  (`-`), are out (`o`), give up (`x`), or nobody knows (`?`): `a+ b+ ai bi a- b- ao bo`. */
function judge(letters: string): readonly string[] | boolean | 'unknown' {
  const asked = new Map<number, string>();
  const events = letters.split(' ').map(([who, what], index): Event => {
    const process = who === 'a' ? 0 : 1;
    if (what === '+' || what === '-') asked.set(process, what === '+' ? 'enter' : 'leave');
    const f = asked.get(process) ?? 'enter';
    return {
      index,
      process,
      f,
      type: TYPES[what ?? ''] ?? 'invoke',
      value: null,
      key: '0-1',
      time: index,
    };
  });
  const verdict = together(2).check(historyOf(events), budget);
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : verdict.valid;
}

test('in together, out together -> valid', () => {
  expect(judge('a+ b+ ai bi a- b- ao bo')).toBe(true);
});

test('in before the other has come -> early', () => {
  expect(judge('a+ ai b+ bi a- b- ao bo')).toEqual(['early']);
});

test('in though the other gave up before it came -> early; gave up after that -> valid', () => {
  expect(judge('b+ bx a+ ai')).toEqual(['early']);
  expect(judge('b+ a+ bx ai')).toBe(true);
});

test('in while the other comes -> valid', () => {
  expect(judge('b+ a+ ai bi b- a- ao bo')).toBe(true);
});

test('out before the other asks to leave -> alone', () => {
  expect(judge('a+ b+ ai bi a- ao b- bo')).toEqual(['alone']);
});

test('out before the other is -> valid', () => {
  expect(judge('a+ b+ ai bi a- b- bo ao')).toBe(true);
});

test('out though nobody knows what became of the other -> valid', () => {
  expect(judge('a+ b+ ai bi a- ao b- b?')).toBe(true);
  expect(judge('a+ b+ ai b? a- ao')).toBe(true);
});

test('nobody got in -> unknown', () => {
  expect(judge('a+ b+ a? b?')).toBe('unknown');
});
