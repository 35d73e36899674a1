import { afterEach, expect, test } from 'vitest';
import { type Interrupts, listen } from '../../src/cli/interrupts.ts';
import { systemClock } from '../../src/clock.ts';

let now = 0;
const clock = { ...systemClock(), nowNs: () => now };
const said: string[] = [];
let interrupts: Interrupts;

function interruptAt(...seconds: number[]): Interrupts {
  interrupts = listen(clock, line => said.push(line));
  for (const second of seconds) {
    now = second * 1e9;
    process.emit('SIGINT');
  }
  return interrupts;
}

afterEach(() => {
  interrupts.release();
  said.length = 0;
});

test('the first stops the load', () => {
  const { stop, abort } = interruptAt(1);
  expect([stop.aborted, abort.aborted]).toEqual([true, false]);
  expect(said).toHaveLength(1);
});

test.each(['SIGTERM', 'SIGHUP'] as const)('%s stops the load too', name => {
  interruptAt();
  now = 1e9;
  process.emit(name);
  expect(interrupts.stop.aborted).toBe(true);
});

test('one Ctrl-C that arrives twice is the first', () =>
  expect(interruptAt(1, 1.1).abort.aborted).toBe(false));

test('the second stops at once', () => {
  expect(interruptAt(1, 3).abort.aborted).toBe(true);
  expect(said).toEqual([expect.stringContaining('again'), 'Stopping at once.']);
});

test('released, it listens no more', () => {
  const before = process.listenerCount('SIGINT');
  interruptAt();
  expect(process.listenerCount('SIGINT')).toBe(before + 1);
  interrupts.release();
  expect(process.listenerCount('SIGINT')).toBe(before);
});
