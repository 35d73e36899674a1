import { expect, test } from 'vitest';
import { virtualClock } from '../../../src/ensemble/sim/virtual-clock.ts';

test('events happen in the order of their times, those of one instant in the order they were asked for', async () => {
  const clock = virtualClock();
  const seen: string[] = [];
  clock.after(20, () => seen.push('late'));
  clock.after(10, () => seen.push('first'));
  clock.inside(10e6, () => seen.push('second'));
  clock.after(10, () => seen.push('third'));
  await clock.sleep(30);
  expect(seen).toEqual(['first', 'second', 'third', 'late']);
});

test('a minute passes without one being waited', async () => {
  const clock = virtualClock();
  await clock.sleep(60_000);
  expect(clock.nowNs()).toBe(60e9);
});

test('whoever was woken says what it wants next before time goes on', async () => {
  const clock = virtualClock();
  const seen: string[] = [];
  clock.inside(11e6, () => seen.push('at 11 ms'));
  clock.after(20, () => {});
  await clock.sleep(10);
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  seen.push('50 promises after 10 ms');
  await clock.sleep(10);
  expect(seen).toEqual(['50 promises after 10 ms', 'at 11 ms']);
});

test('a cancelled event does not happen', async () => {
  const clock = virtualClock();
  const seen: string[] = [];
  clock.after(5, () => seen.push('kept'));
  const timer = clock.after(5, () => seen.push('cancelled'));
  timer.cancel();
  timer.cancel();
  await clock.sleep(10);
  expect(seen).toEqual(['kept']);
});

test('time stands still while nobody outside waits for it', async () => {
  const clock = virtualClock();
  let ticks = 0;
  const tick = (): void => {
    ticks++;
    clock.inside(1e6, tick);
  };
  tick();
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
  expect(clock.nowNs()).toBe(0);
  await clock.sleep(10.5);
  expect(ticks).toBe(11);
});

test('a sleep rejects with the reason of its signal', async () => {
  const clock = virtualClock();
  const abort = new AbortController();
  clock.after(5, () => abort.abort(new Error('enough')));
  await expect(clock.sleep(10, abort.signal)).rejects.toThrow('enough');
  expect(clock.nowNs()).toBe(5e6);
});

test('ticks that promises ask for, and promises that ticks ask for, come before time goes on while each asks for more', async () => {
  const clock = virtualClock();
  const seen: string[] = [];
  clock.inside(11e6, () => seen.push('at 11 ms'));
  clock.after(20, () => {});
  await clock.sleep(10);
  for (let round = 0; round < 9; round++) {
    clock.after(20, () => {});
    await new Promise<void>(resolve => process.nextTick(resolve));
  }
  seen.push('nine ticks after 10 ms');
  await clock.sleep(10);
  expect(seen).toEqual(['nine ticks after 10 ms', 'at 11 ms']);
});
