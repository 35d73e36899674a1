import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { unique } from '../../examples/workload.ts';
import type { Event } from '../../src/history/event.ts';
import { historyOf } from '../../src/history/history.ts';

const BUDGET = { timeMs: 1000, memoryMb: 100, elapsedMs: () => 0 };

/** Each process takes one number, one after the other. */
function taken(...numbers: number[]): Event[] {
  return numbers.flatMap((number, process): Event[] => {
    const shared = { process, f: 'take', time: process };
    return [
      { ...shared, index: 2 * process, type: 'invoke', value: null },
      { ...shared, index: 2 * process + 1, type: 'ok', value: number },
    ];
  });
}

describe('the example workload', () => {
  const verdictOf = (...numbers: number[]) => unique.check(historyOf(taken(...numbers)), BUDGET);
  test('different numbers are valid', () => expect(verdictOf(1, 2, 3).valid).toBe(true));
  test('the same number twice is invalid, and the operations are named', () =>
    expect(verdictOf(1, 2, 1)).toMatchObject({
      valid: false,
      anomalies: [{ type: 'duplicate-number', operations: [1, 5] }],
    }));
  test('no number is unknown', () => expect(verdictOf().valid).toBe('unknown'));
});

describe('CONTRIBUTING shows the examples as they are compiled', () => {
  const text = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  test.each(['workload', 'nemesis'])('%s', name =>
    expect(text('CONTRIBUTING.md')).toContain(
      `\`\`\`ts\n// examples/${name}.ts\n${text(`examples/${name}.ts`)}\`\`\``,
    ),
  );
});
