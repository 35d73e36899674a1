import { describe, expect, test } from 'vitest';
import { client } from '../../nemesis/client.ts';
import { clientFaults } from '../../nemesis/client-plan.ts';
import type { FaultReport, Nemesis } from '../../src/contract.ts';
import { seededRandom } from '../../src/random.ts';
import type { FakeClient } from '../kit/fake-client.ts';
import { type Fake, fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

interface Stage extends Fake {
  readonly nemesis: Nemesis;
  /** The client of thread 1, which all faults of these tests strike. */
  readonly victim: FakeClient;
  readonly strike: (f: string) => Promise<FaultReport>;
  readonly heal: () => Promise<FaultReport>;
}

function stage(): Stage {
  const fake = fakeEnsemble(3);
  const nemesis = client.create(fake.options);
  const [, victim] = fake.clients;
  if (victim === undefined) throw new RangeError('expected three clients');
  const value = { threads: [1], moment: 'at rest' };
  return {
    ...fake,
    nemesis,
    victim,
    strike: f => nemesis.invoke({ f, value }, never),
    heal: () => nemesis.invoke({ f: 'heal-clients', value: null }, never),
  };
}

describe('pause-client', () => {
  test('freezes the threads that it names, and no other', async () => {
    const { strike, clients } = stage();
    expect(await strike('pause-client')).toEqual({
      verified: true,
      did: { 'pause-client': [1] },
      seen: { 1: { session: '0x2', state: 'connected', node: 'n1' } },
      on: { threads: [1] },
    });
    expect(clients.map(({ calls }) => calls)).toEqual([[], ['pause at rest'], []]);
  });

  test('nobody who was frozen had a session at a server -> not verified', async () => {
    const { strike, victim } = stage();
    victim.state = 'connecting';
    expect(await strike('pause-client')).toMatchObject({ verified: false });
  });

  test('is healed when its session must be over, and not before', async () => {
    const { strike, heal, victim, options } = stage();
    await strike('pause-client');
    expect(await heal()).toMatchObject({ verified: true, seen: { 1: { state: 'expired' } } });
    expect(options.clock.nowNs()).toBeGreaterThanOrEqual(1.5 * 6_000 * 1e6);
    expect(victim.calls).toContain('resume');
  });

  test('is healed when the thread that wakes has closed its session', async () => {
    const { strike, heal, victim } = stage();
    victim.after = 'closed';
    await strike('pause-client');
    expect(await heal()).toMatchObject({ verified: true, seen: { 1: { state: 'closed' } } });
  });

  test('the session outlived it -> the healing is not verified', async () => {
    const { strike, heal, victim } = stage();
    victim.after = 'connected';
    await strike('pause-client');
    expect(await heal()).toMatchObject({ verified: false, seen: { 1: { state: 'connected' } } });
  });
});

describe('cut-client', () => {
  test('a session without a server -> verified', async () => {
    const { strike } = stage();
    expect(await strike('cut-client')).toMatchObject({
      verified: true,
      seen: { 1: { state: 'connecting' } },
    });
  });

  test('a session that goes on -> not verified', async () => {
    const { strike, victim } = stage();
    victim.bites = false;
    expect(await strike('cut-client')).toMatchObject({ verified: false });
  });

  test.each(['connected', 'expired'] as const)('healed when its session is %s', async after => {
    const { strike, heal, victim } = stage();
    victim.after = after;
    await strike('cut-client');
    expect(await heal()).toMatchObject({ verified: true, did: { 'heal-clients': [1] } });
  });

  test('still without a server -> the healing is not verified', async () => {
    const { strike, heal, victim } = stage();
    victim.after = 'connecting';
    await strike('cut-client');
    expect(await heal()).toMatchObject({ verified: false });
  });
});

describe('move-client', () => {
  test('the session goes on at another server -> verified', async () => {
    const { strike, victim } = stage();
    const report = await strike('move-client');
    expect(report).toMatchObject({ verified: true, did: { 'move-client': { 1: 'n1' } } });
    expect(['n2', 'n3']).toContain(victim.node);
  });

  test('the session stays where it is -> not verified', async () => {
    const { strike, victim } = stage();
    victim.bites = false;
    expect(await strike('move-client')).toMatchObject({ verified: false });
  });

  test('its connection is gone, and it has not arrived -> not verified', async () => {
    const { strike, victim } = stage();
    victim.arrives = false;
    expect(await strike('move-client')).toMatchObject({ verified: false });
  });

  test('leaves a session alone that is at no server', async () => {
    const { strike, victim } = stage();
    victim.state = 'connecting';
    expect(await strike('move-client')).toMatchObject({ verified: false, seen: {} });
    expect(victim.calls).toEqual([]);
  });
});

test('teardown heals every client, at once', async () => {
  const { strike, nemesis, clients, options } = stage();
  await strike('pause-client');
  await nemesis.teardown(never);
  for (const { calls } of clients)
    expect(calls).toEqual(expect.arrayContaining(['resume', 'restore']));
  expect(options.clock.nowNs()).toBe(0);
});

describe('the plan', () => {
  const faults = (threads: number): readonly string[] => {
    const [next, random] = [clientFaults(threads), seededRandom(5)];
    return Array.from({ length: 40 }, () => {
      const { f, value } = next(random);
      const { threads: struck } = value as { readonly threads: readonly number[] };
      return `${f} ${struck.length}`;
    });
  };

  test('every other fault is a pause, the first one too', () => {
    const pauses = faults(6).map(fault => fault.startsWith('pause'));
    expect(pauses).toEqual(pauses.map((_, at) => at % 2 === 0));
  });

  test('all kinds come, and strike a third of the threads', () => {
    const kinds = ['pause-client', 'cut-client', 'move-client'];
    expect(new Set(faults(6))).toEqual(new Set(kinds.map(f => `${f} 2`)));
  });

  test('a single thread is struck', () => {
    expect(faults(1).every(fault => fault.endsWith(' 1'))).toBe(true);
  });
});
