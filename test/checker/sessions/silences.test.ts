import { expect, test } from 'vitest';
import type { Disturbed } from '../../../src/checker/disturbed.ts';
import type { TraceRecord, TraceRequest } from '../../../src/checker/replay/trace.ts';
import { SessionsCheck } from '../../../src/checker/sessions/check.ts';

const ns = (ms: number): number => ms * 1e6;
const SYNC: TraceRequest = { f: 'sync', path: '/a' };
const READ: TraceRequest = { f: 'exists', path: '/a', watch: false };
const WRITE: TraceRequest = { f: 'setData', path: '/a', data: '', version: -1 };
const PING: TraceRequest = { f: 'ping' };

const opens = (client: number, node = 'n1'): TraceRecord => ({
  ...{ kind: 'connected', time: 0, client, session: BigInt(client + 1), resumed: false, node },
  ...{ timeoutMs: 6000, lastZxidSeen: 0 },
});
const sends = (client: number, ms: number, request: TraceRequest): TraceRecord => ({
  kind: 'sent',
  time: ns(ms),
  client,
  xid: request.f === 'ping' ? -2 : ms,
  request,
});
/** `sentMs` is when its request was sent; undefined: it was a ping. */
const isAnswered = (client: number, ms: number, sentMs?: number): TraceRecord => ({
  ...{ kind: 'reply', time: ns(ms), client, xid: sentMs ?? -2, zxid: 1, err: 0 },
});
const asks = (client: number, ms: number, request: TraceRequest): TraceRecord[] => [
  sends(client, ms, request),
  isAnswered(client, ms + 5, ms),
];
const pings = (client: number, ms: number): TraceRecord[] => [
  sends(client, ms, PING),
  isAnswered(client, ms + 5),
];
const loses = (client: number, ms: number): TraceRecord => ({
  kind: 'disconnected',
  time: ns(ms),
  client,
});

const expires = (client: number, ms: number): TraceRecord => ({
  ...{ kind: 'expired', time: ns(ms), client, node: 'n1' },
});

/** Client 0 asks at 100 ms and pings at 2.1, 4.1 and 6.1 s; client 1 asks at 1 s. */
const story = (first: TraceRequest, later: TraceRequest, node = 'n1'): TraceRecord[] => [
  opens(0),
  opens(1, node),
  sends(0, 100, first),
  ...asks(1, 1000, later),
  ...pings(0, 2100),
  ...pings(0, 4100),
  ...pings(0, 6100),
];

function seenIn(
  records: readonly TraceRecord[],
  disturbed: readonly Disturbed[] = [],
): readonly string[] {
  const check = new SessionsCheck(disturbed);
  for (const record of records) check.take(record);
  const verdict = check.end();
  return verdict.valid === false
    ? verdict.anomalies.map(({ type, seen }) => `${type}: ${seen}`)
    : [];
}

test('a request that is overtaken by another client and two pings -> unanswered, once', () => {
  expect(seenIn(story(SYNC, WRITE))).toEqual([
    'unanswered: n1 never answered sync /a of client 0, sent at 0.100 s, although by 4.105 s it had answered its pings and what others sent later',
  ]);
});

/** Client 0 asks at 100 ms; every two seconds a ping is answered, and nothing else. */
const alone = (untilMs: number): TraceRecord[] => [
  opens(0),
  sends(0, 100, READ),
  ...Array.from({ length: untilMs / 2000 }, (_, at) => pings(0, 2000 * (at + 1))).flat(),
];

test('no answer for longer than 15 s without a fault -> unanswered', () => {
  expect(seenIn(alone(16_000))).toEqual([
    'unanswered: n1 never answered exists /a of client 0, sent at 0.100 s, although by 16.005 s it had answered pings, but no such request of anybody, and no fault was active',
  ]);
});

/** Clients that come one after the other; each writes and pings, and goes without an answer to the write. */
const guests = (clients: number): TraceRecord[] =>
  Array.from({ length: clients }, (_, client) => {
    const fromMs = 4000 * client;
    const pinged = pings(client, fromMs + 3000);
    return [
      opens(client),
      sends(client, fromMs + 100, WRITE),
      ...pinged,
      loses(client, fromMs + 3500),
    ];
  }).flat();

test('no answer to anybody for longer than 15 s -> unanswered, though nobody waits for so long', () => {
  expect(seenIn(guests(5))).toEqual([
    'unanswered: n1 never answered setData /a of client 0, sent at 0.100 s, although by 19.005 s it had answered pings, but no such request of anybody, and no fault was active',
  ]);
});

test('the same, with one answer in the middle -> valid', () => {
  const answer = isAnswered(2, 8200, 8100);
  const records = guests(5).flatMap(each => (each.time === ns(8100) ? [each, answer] : [each]));
  expect(seenIn(records)).toEqual([]);
});

test('no answer for 14 s -> valid', () => expect(seenIn(alone(14_000))).toEqual([]));

test('no answer for longer than 15 s during a fault -> valid', () => {
  expect(seenIn(alone(16_000), [{ fromNs: ns(3000), toNs: ns(4000) }])).toEqual([]);
});

test('an answer after the first ping -> valid', () => {
  const records = story(SYNC, WRITE);
  expect(seenIn([...records.slice(0, 7), isAnswered(0, 2200, 100), ...records.slice(7)])).toEqual(
    [],
  );
});

/** What client 1 asked at 50 ms instead of 1 s. */
const early = [opens(1), sends(1, 50, WRITE), isAnswered(1, 1005, 50)];
const isNotLater = ({ client }: TraceRecord): boolean => client !== 1;

test.each([
  ['a read while only writes are answered', story(READ, WRITE)],
  ['a write while only reads are answered: the leader is out of reach', story(WRITE, READ)],
  ['another server answers', story(SYNC, WRITE, 'n2')],
  ['nobody else is answered', story(SYNC, WRITE).filter(({ client }) => client === 0)],
  ['what another asked before it', [...early, ...story(SYNC, WRITE).filter(isNotLater)]],
  ['one ping', story(SYNC, WRITE).filter(({ time }) => time < ns(4000))],
  [
    'a connection that was lost',
    [
      ...story(SYNC, WRITE).slice(0, 5),
      loses(0, 2050),
      opens(0),
      ...pings(0, 4100),
      ...pings(0, 6100),
    ],
  ],
])('%s -> valid', (_, records) => {
  expect(seenIn(records)).toEqual([]);
});

/** A client asks n1 for a session, and gives up two seconds later. */
const givesUp = (client: number, askedMs: number): TraceRecord => ({
  ...{ kind: 'unserved', time: ns(askedMs + 2000), client, node: 'n1', askedAt: ns(askedMs) },
});
const askers = Array.from({ length: 8 }, (_, client) => givesUp(client, 2500 * client));

test('no session for longer than 15 s without a fault -> unanswered, once', () => {
  expect(seenIn(askers)).toEqual([
    'unanswered: n1 said nothing to client 0, which requested a session at 0.000 s, nor to those that came later, until 17.000 s, and no fault was active',
  ]);
});

test.each([
  ['a session in between', askers.toSpliced(4, 0, { ...opens(9), time: ns(9000) })],
  ['a refusal in between', askers.toSpliced(4, 0, expires(9, 9000))],
  ['14 s', askers.slice(0, 6)],
])('no session, %s -> valid', (_, records) => expect(seenIn(records)).toEqual([]));

test('no session for longer than 15 s after a fault of clients -> valid', () => {
  const check = new SessionsCheck([], {}, [{ fromNs: ns(3000), toNs: ns(4000) }]);
  for (const record of [opens(9, 'n2'), ...askers]) check.take(record);
  expect(check.end()).toMatchObject({ valid: true });
});
