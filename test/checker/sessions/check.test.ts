import { describe, expect, test } from 'vitest';
import type { Disturbed } from '../../../src/checker/disturbed.ts';
import type { ConnectedRecord, TraceRecord } from '../../../src/checker/replay/trace.ts';
import { SessionsCheck } from '../../../src/checker/sessions/check.ts';
import type { ServerLimits } from '../../../src/checker/sessions/limits.ts';
import type { Verdict } from '../../../src/contract.ts';

const S = 0x1_0000_0000_0001n;
const TIMEOUT_MS = 2000;
const ns = (ms: number): number => ms * 1e6;

/** What a client did and saw, in order; times in milliseconds. */
const opens = (ms: number, { client = 0, session = S, resumed = false } = {}): ConnectedRecord => ({
  ...{ kind: 'connected', time: ns(ms), client, session, resumed, node: 'n1' },
  ...{ timeoutMs: TIMEOUT_MS, lastZxidSeen: 0 },
});
const pings = (sentMs: number, answeredMs: number, client = 0): TraceRecord[] => [
  { kind: 'sent', time: ns(sentMs), client, xid: -2, request: { f: 'ping' } },
  { kind: 'reply', time: ns(answeredMs), client, xid: -2, zxid: 1, err: 0 },
];
const writes = (sentMs: number, answeredMs: number): TraceRecord[] => [
  {
    ...{ kind: 'sent', time: ns(sentMs), client: 0, xid: 7 },
    request: { f: 'setData', path: '/a', data: '', version: -1 },
  },
  { kind: 'reply', time: ns(answeredMs), client: 0, xid: 7, zxid: 2, err: 0 },
];
const loses = (ms: number, client = 0): TraceRecord => ({
  kind: 'disconnected',
  time: ns(ms),
  client,
});
const expires = (ms: number, client = 0): TraceRecord => ({
  kind: 'expired',
  time: ns(ms),
  client,
});
const closes = (ms: number, client = 0): TraceRecord => ({ kind: 'closed', time: ns(ms), client });
/** Client 1, of another session, sees an ephemeral of S. */
const seesEphemeral = (ms: number): TraceRecord[] => [
  opens(ms - 2, { client: 1, session: S + 1n }),
  {
    kind: 'sent',
    time: ns(ms - 1),
    client: 1,
    xid: 1,
    request: { f: 'exists', path: '/e', watch: false },
  },
  {
    ...{ kind: 'reply', time: ns(ms), client: 1, xid: 1, zxid: 5, err: 0, operation: 44 },
    result: {
      stat: {
        ...{
          czxid: 2,
          mzxid: 2,
          pzxid: 2,
          ctime: 0,
          mtime: 0,
          version: 0,
          cversion: 0,
          aversion: 0,
        },
        ...{ ephemeralOwner: S, dataLength: 0, numChildren: 0 },
      },
    },
  },
];

function check(
  records: readonly (TraceRecord | readonly TraceRecord[])[],
  disturbed: readonly Disturbed[] = [],
  limits: ServerLimits = {},
): Verdict {
  const sessions = new SessionsCheck(disturbed, limits);
  for (const record of records.flat()) sessions.take(record);
  return sessions.end();
}
const typesOf = (verdict: Verdict): string[] =>
  verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : [String(verdict.valid)];
const fault = (fromMs: number, toMs: number): Disturbed => ({ fromNs: ns(fromMs), toNs: ns(toMs) });

describe('an expiry', () => {
  const expiredAt = (ms: number): TraceRecord[] => [
    opens(0),
    ...pings(1000, 1010),
    loses(1100),
    expires(ms),
  ];
  test('a timeout after the last answered request is valid', () =>
    expect(typesOf(check(expiredAt(3000)))).toEqual(['true']));
  test('the timeout counts from when the session was asked for', () => {
    const told = (askedMs: number) => [{ ...opens(1_500), askedAt: ns(askedMs) }, expires(2_000)];
    expect(typesOf(check(told(0)))).toEqual(['true']);
    expect(typesOf(check(told(1)))).toEqual(['early-expiry']);
  });
  test('a millisecond sooner is early', () =>
    expect(typesOf(check(expiredAt(2999)))).toEqual(['early-expiry']));
  test('counts from when the request was sent, not from its answer', () =>
    expect(typesOf(check([opens(0), ...pings(1000, 2500), loses(2600), expires(3100)]))).toEqual([
      'true',
    ]));
  test('under a fault is not judged', () =>
    expect(check(expiredAt(2000), [fault(500, 1500)])).toMatchObject({
      ...{ valid: true, counts: { expiries: 1, 'expiries judged': 0 } },
    }));
  test('under a fault that was over long before is', () =>
    expect(
      typesOf(
        check(
          expiredAt(2000).map(record => ({ ...record, time: record.time + ns(9000) })),
          [fault(0, 1000)],
        ),
      ),
    ).toEqual(['early-expiry']));
  test('soon after a close that was sent, and never answered, is not early', () => {
    const another = opens(1100, { client: 1, resumed: true });
    const close: TraceRecord = {
      ...{ kind: 'sent', time: ns(1200), client: 1, xid: 2, request: { f: 'closeSession' } },
    };
    const before = [opens(0), ...pings(1000, 1001), loses(1002), another];
    expect(typesOf(check([...before, loses(1300, 1), expires(1500)]))).toEqual(['early-expiry']);
    expect(typesOf(check([...before, close, loses(1300, 1), expires(1500)]))).toEqual(['true']);
  });
  test('of a client that had no session, as one with a wrong password, is none', () =>
    expect(check([opens(0), expires(10, 7)]).valid).toBe(true));
});

describe('a session that is resumed', () => {
  const silentFor = (ms: number): TraceRecord[] => [
    opens(0),
    loses(100),
    opens(100 + ms, { resumed: true }),
  ];
  test('within its timeout is valid', () =>
    expect(typesOf(check(silentFor(1900)))).toEqual(['true']));
  test('long after its timeout has not expired as it should', () =>
    expect(typesOf(check(silentFor(9200)))).toEqual(['late-expiry']));
  test('long after its timeout, under a fault, is not judged', () =>
    expect(typesOf(check(silentFor(9200), [fault(4000, 5000)]))).toEqual(['true']));
  test('after it was closed is dead', () =>
    expect(typesOf(check([opens(0), closes(50), opens(60, { resumed: true })]))).toEqual([
      'dead-session',
    ]));
  test('after it had expired is dead', () =>
    expect(
      typesOf(
        check([opens(0), loses(10), expires(2500), opens(2600, { client: 3, resumed: true })]),
      ),
    ).toEqual(['dead-session']));
});

test('a session is resumed after a server that a fault had disturbed reported its expiry: no quorum had agreed', () =>
  expect(
    typesOf(
      check(
        [opens(0), loses(10), expires(2500), opens(2600, { client: 3, resumed: true })],
        [fault(100, 2490)],
      ),
    ),
  ).toEqual(['true']));

describe('an ephemeral', () => {
  test('of a session that is alive is valid', () =>
    expect(
      typesOf(check([opens(0), pings(4500, 4501), pings(9000, 9001), seesEphemeral(9500)])),
    ).toEqual(['true']));
  test('seen shortly after its session was closed is valid: reads may be stale', () =>
    expect(typesOf(check([opens(0), closes(100), seesEphemeral(5000)]))).toEqual(['true']));
  test('seen long after its session was closed is a ghost, reported once', () =>
    expect(
      typesOf(check([opens(0), closes(100), seesEphemeral(5200), seesEphemeral(5300)])),
    ).toEqual(['ghost-ephemeral']));
  test('seen long after its session was last heard of is a ghost', () => {
    const verdict = check([opens(0), loses(100), seesEphemeral(9200)]);
    expect(verdict).toMatchObject({
      valid: false,
      anomalies: [{ type: 'ghost-ephemeral', operations: [44] }],
    });
  });
  test('seen a moment earlier may still be due', () =>
    expect(typesOf(check([opens(0), loses(100), seesEphemeral(8900)]))).toEqual(['true']));
  test('seen long after, with a fault in between, is not judged', () =>
    expect(
      typesOf(check([opens(0), closes(100), seesEphemeral(9200)], [fault(3000, 3500)])),
    ).toEqual(['true']));
});

describe('a takeover', () => {
  const taken = (offered: string, password = 'right'): TraceRecord[] => [
    { ...opens(0), password: 'right' },
    { ...opens(500, { client: 1, resumed: true }), password, offered },
  ];
  test('with the password is valid', () =>
    expect(typesOf(check(taken('right')))).toEqual(['true']));
  test('with another password is unauthorized', () =>
    expect(typesOf(check(taken('wrong')))).toEqual(['unauthorized-access']));
  test('that reports another password than before is wrong', () =>
    expect(typesOf(check(taken('right', 'new')))).toEqual(['wrong-reply']));

  const refused = (offered: string): readonly (TraceRecord | TraceRecord[])[] => [
    { ...opens(0), password: 'right' },
    ...pings(900, 901),
    { kind: 'expired', time: ns(1000), client: 1, session: S, offered },
  ];
  test('with the password in time, which is refused, is an early expiry', () =>
    expect(typesOf(check(refused('right')))).toEqual(['early-expiry']));
  test('with another password is refused rightly, and the session goes on', () =>
    expect(typesOf(check([...refused('wrong'), ...pings(1900, 1901)]))).toEqual(['true']));

  const hungUp = (...times: number[]): TraceRecord[] => [
    { ...opens(0), password: 'right' },
    ...times.map(
      (ms): TraceRecord => ({
        ...{ kind: 'unresumed', time: ns(ms), client: 0 },
        ...{ node: 'n1', session: S, offered: 'right' },
      }),
    ),
  ];
  test('that a server hangs up on four times is not judged', () =>
    expect(typesOf(check(hungUp(100, 200, 300, 2200)))).toEqual(['true']));
  test('that servers hang up on again and again is refused', () =>
    expect(typesOf(check(hungUp(100, 200, 300, 400, 2100)))).toEqual(['refused-session']));
  test('that servers hang up on under a fault is not judged', () =>
    expect(typesOf(check(hungUp(100, 200, 300, 400, 2100), [fault(50, 60)]))).toEqual(['true']));
  test('of a server that is behind for a moment is not judged', () =>
    expect(typesOf(check(hungUp(100, 120, 140, 160, 180)))).toEqual(['true']));
});

describe('the connection that a session has left', () => {
  const writes = (sentMs: number, client: number): TraceRecord[] => [
    {
      ...{ kind: 'sent', time: ns(sentMs), client, xid: 7 },
      request: { f: 'delete', path: '/e', version: -1 },
    },
    { kind: 'reply', time: ns(sentMs + 5), client, xid: 7, zxid: 9, err: 0 },
  ];
  const moves = opens(500, { client: 1, resumed: true });
  test('may have answered what was sent before', () =>
    expect(typesOf(check([opens(0), ...writes(499, 0), moves]))).toEqual(['true']));
  test('does no write that was sent after', () =>
    expect(typesOf(check([opens(0), moves, ...writes(501, 0)]))).toEqual(['dead-session']));
  test('is served again once its client has come back', () =>
    expect(
      typesOf(check([opens(0), moves, opens(600, { resumed: true }), ...writes(601, 0)])),
    ).toEqual(['true']));
  test.each([
    ['asked before it had it too', 499, 'true'],
    ['asked once it had it', 501, 'dead-session'],
  ])('does no write after another has it, who %s -> %s', (_, askedMs, expected) => {
    const later = { ...opens(600, { client: 2, resumed: true }), askedAt: ns(askedMs) };
    expect(typesOf(check([opens(0), moves, later, ...writes(601, 1)]))).toEqual([expected]);
  });
  test('may serve reads for a while after its session was closed elsewhere', () =>
    expect(typesOf(check([opens(0), moves, closes(700, 1), ...pings(1900, 1901)]))).toEqual([
      'true',
    ]));
  test('serves nothing long after its session was closed elsewhere', () =>
    expect(
      typesOf(check([opens(0), moves, closes(700, 1), ...pings(3000, 3001), ...pings(5800, 5801)])),
    ).toEqual(['dead-session']));
  test('does no write after its session was closed elsewhere', () =>
    expect(typesOf(check([opens(0), moves, closes(700, 1), ...writes(701, 0)]))).toEqual([
      'dead-session',
    ]));
});

describe('a configured server', () => {
  const limits = {
    ...{ tickMs: 500, minSessionMs: 1_000, maxSessionMs: 10_000 },
  };
  const asks = (timeoutMs: number): TraceRecord[] => [
    { kind: 'opened', time: 0, client: 0, timeoutMs },
    opens(0),
  ];
  test('grants the timeout that is asked for', () =>
    expect(typesOf(check(asks(TIMEOUT_MS), [], limits))).toEqual(['true']));
  test('that grants another one gives a wrong reply', () =>
    expect(typesOf(check(asks(TIMEOUT_MS + 1), [], limits))).toEqual(['wrong-reply']));
  test('grants no less than its least timeout', () =>
    expect(typesOf(check(asks(1), [], { ...limits, minSessionMs: TIMEOUT_MS }))).toEqual(['true']));
  test('whose limits are unknown may grant any', () =>
    expect(typesOf(check(asks(1)))).toEqual(['true']));

  const expiredAfter = (ms: number): readonly TraceRecord[] => [
    { ...opens(0), timeoutMs: 9_000 },
    loses(100),
    expires(ms),
  ];
  const crash: Disturbed = { ...fault(200, 300), crash: true };
  test('may expire a session early by a crash: by what its leader had not heard of', () =>
    expect(typesOf(check(expiredAfter(7_000), [crash], limits))).toEqual(['true']));
  test('expires no session sooner than that, though servers crash', () =>
    expect(typesOf(check(expiredAfter(6_999), [crash], limits))).toEqual(['early-expiry']));
  test('that is paused or cut off may say anything of a session', () =>
    expect(typesOf(check(expiredAfter(1_000), [crash, fault(300, 400)], limits))).toEqual([
      'true',
    ]));
  /** Silent for longer than its timeout while servers were cut off; expired right after it was resumed. */
  const resumedLate = (between: readonly TraceRecord[]): readonly TraceRecord[] => [
    opens(0),
    ...pings(100, 101),
    loses(200),
    opens(8_000, { resumed: true }),
    ...between,
    expires(8_010),
  ];
  test('that was cut off may resume a session that is over elsewhere', () =>
    expect(typesOf(check(resumedLate([]), [fault(300, 2_000)]))).toEqual(['true']));
  test('that has written for a session does not expire it at once', () =>
    expect(typesOf(check(resumedLate(writes(8_004, 8_005)), [fault(300, 2_000)]))).toEqual([
      'early-expiry',
    ]));
  test('answers no session that was silent for much longer than its timeout', () =>
    expect(typesOf(check([opens(0), ...pings(8_600, 8_601)], [], limits))).toEqual([
      'late-expiry',
    ]));
  test('may answer one that was silent for a little longer', () =>
    expect(typesOf(check([opens(0), ...pings(8_400, 8_401)], [], limits))).toEqual(['true']));
});

test('a trace without a session is unknown', () =>
  expect(check([])).toMatchObject({ valid: 'unknown', why: 'the trace has no session' }));
