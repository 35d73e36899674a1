import { expect, test } from 'vitest';
import { quiet } from '../../nemesis/quiet.ts';
import type { FaultReport, Nemesis } from '../../src/contract.ts';
import { type Fake, fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

interface Stage extends Fake {
  readonly nemesis: Nemesis;
  readonly strike: () => Promise<FaultReport>;
  readonly heal: () => Promise<FaultReport>;
}

function stage(): Stage {
  const fake = fakeEnsemble(3);
  const nemesis = quiet.create(fake.options);
  return {
    ...fake,
    nemesis,
    strike: () => nemesis.invoke({ f: 'quiet-clients', value: null }, never),
    heal: () => nemesis.invoke({ f: 'wake-clients', value: null }, never),
  };
}

/** Has a transaction happen on n1 whenever the clock has moved on by half a second, until `untilMs`. */
function busy({ zxids, name, options }: Fake, untilMs: number): void {
  const { clock } = options;
  const { sleep } = clock;
  clock.sleep = async (delayMs, signal) => {
    await sleep(delayMs, signal);
    if (clock.nowNs() / 1e6 < untilMs) zxids.set(name(1), (zxids.get(name(1)) ?? 0n) + 1n);
  };
}

test('all clients idle and no transaction happens -> verified', async () => {
  const { strike, clients } = stage();
  expect(await strike()).toEqual({
    verified: true,
    did: { idle: [0, 1, 2] },
    seen: { n1: '0x1', n2: '0x1', n3: '0x1' },
    on: { threads: [0, 1, 2] },
  });
  expect(clients.map(({ calls }) => calls)).toEqual([['idle'], ['idle'], ['idle']]);
});

test('transactions that cease within 3 seconds -> verified', async () => {
  const fake = stage();
  busy(fake, 2_000);
  expect(await fake.strike()).toMatchObject({ verified: true });
});

test('transactions that go on -> not verified', async () => {
  const fake = stage();
  busy(fake, 60_000);
  expect(await fake.strike()).toMatchObject({ verified: false });
});

test('no server says anything -> not verified', async () => {
  const fake = stage();
  fake.zxids.clear();
  expect(await fake.strike()).toMatchObject({ verified: false, seen: {} });
});

test('the heal wakes all clients', async () => {
  const { strike, heal, clients } = stage();
  await strike();
  expect(await heal()).toMatchObject({ verified: true, did: { woken: [0, 1, 2] } });
  expect(clients.every(({ calls }) => calls.at(-1) === 'wake')).toBe(true);
});

test('teardown wakes all clients', async () => {
  const { strike, nemesis, clients } = stage();
  await strike();
  await nemesis.teardown(never);
  expect(clients.every(({ calls }) => calls.at(-1) === 'wake')).toBe(true);
});
