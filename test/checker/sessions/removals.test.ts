import { describe, expect, test } from 'vitest';
import type { Disturbed } from '../../../src/checker/disturbed.ts';
import type { TraceRecord, TraceRequest, TraceStat } from '../../../src/checker/replay/trace.ts';
import { SessionsCheck } from '../../../src/checker/sessions/check.ts';

const ns = (ms: number): number => ms * 1e6;
/** A search every 5 s: what is due is there for 15 s at most. */
const LIMITS = { containerCheckMs: 5_000 };
const PATH = '/z';

const stat = (changes: Partial<TraceStat> = {}): TraceStat => ({
  ...{ czxid: 2, mzxid: 2, pzxid: 2, ctime: 0, mtime: 0 },
  ...{ version: 0, cversion: 0, aversion: 0, ephemeralOwner: 0n, dataLength: 0, numChildren: 0 },
  ...changes,
});

/** A request that is answered a millisecond later. */
function asks(ms: number, request: TraceRequest, changes: Partial<TraceStat> = {}): TraceRecord[] {
  return [
    { kind: 'sent', time: ns(ms), client: 0, xid: 1, request },
    {
      ...{ kind: 'reply', time: ns(ms + 1), client: 0, xid: 1, zxid: 2, err: 0, operation: 3 },
      result: { path: PATH, stat: stat(changes) },
    },
  ];
}
const made = { path: PATH, data: '', acl: [], flags: 0 };
const ttl = (ms: number): TraceRecord[] => asks(ms, { ...made, f: 'createTTL', ttl: 1_000 });
const container = (ms: number): TraceRecord[] => asks(ms, { ...made, f: 'createContainer' });
const sees = (ms: number, changes: Partial<TraceStat> = {}): TraceRecord[] =>
  asks(ms, { f: 'exists', path: PATH, watch: false }, changes);

function typesOf(
  records: readonly (readonly TraceRecord[])[],
  { disturbed = [], limits = LIMITS }: { disturbed?: Disturbed[]; limits?: object } = {},
): readonly string[] {
  const check = new SessionsCheck(disturbed, limits);
  check.take({
    ...{ kind: 'connected', time: 0, client: 0, node: 'n1', session: 1n },
    ...{ timeoutMs: 60_000, lastZxidSeen: 0, resumed: false },
  });
  for (const record of records.flat()) check.take(record);
  const verdict = check.end();
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : [];
}

describe('a TTL znode', () => {
  test('may be there until the second search after its time', () =>
    expect(typesOf([ttl(0), sees(16_000)])).toEqual([]));
  test('is late after that, and reported once', () =>
    expect(typesOf([ttl(0), sees(16_002), sees(17_000)])).toEqual(['late-removal']));
  test('that was written to has its time again', () =>
    expect(typesOf([ttl(0), sees(10_000, { mzxid: 5 }), sees(20_000, { mzxid: 5 })])).toEqual([]));
  test('with a child stays', () =>
    expect(typesOf([ttl(0), sees(20_000, { numChildren: 1, pzxid: 3 })])).toEqual([]));
  test('is not given more time by a child that came and went', () => {
    const emptied = sees(10_000, { cversion: 2, pzxid: 4 });
    const seen = (ms: number): TraceRecord[] => sees(ms, { cversion: 2, pzxid: 4 });
    expect(typesOf([ttl(0), emptied, seen(25_000)])).toEqual([]);
    expect(typesOf([ttl(0), emptied, seen(25_002)])).toEqual(['late-removal']);
  });
  test('that a fault may have kept since it was written is not judged', () => {
    const disturbed = [{ fromNs: ns(2_000), toNs: ns(2_001) }];
    const seen = (ms: number): TraceRecord[] => sees(ms, { cversion: 2, pzxid: 4 });
    expect(typesOf([ttl(0), seen(10_000), seen(60_000)], { disturbed })).toEqual([]);
  });
  test('that was created again is another one', () =>
    expect(typesOf([ttl(0), sees(20_000, { czxid: 9 })])).toEqual([]));
  test('that a fault may have kept is not judged', () =>
    expect(
      typesOf([ttl(0), sees(20_000)], { disturbed: [{ fromNs: ns(5_000), toNs: ns(5_001) }] }),
    ).toEqual([]));
  test('of servers whose searches are unknown is not judged', () =>
    expect(typesOf([ttl(0), sees(20_000)], { limits: {} })).toEqual([]));
});

describe('a container', () => {
  const emptied = { cversion: 2, pzxid: 4 };
  test('that had no child stays', () => expect(typesOf([container(0), sees(99_000)])).toEqual([]));
  test('without its last child may be there until the second search', () =>
    expect(typesOf([container(0), sees(1_000, emptied), sees(16_000, emptied)])).toEqual([]));
  test('is late after that', () =>
    expect(typesOf([container(0), sees(1_000, emptied), sees(16_002, emptied)])).toEqual([
      'late-removal',
    ]));
});

test('a persistent znode stays', () =>
  expect(typesOf([asks(0, { ...made, f: 'create2' }), sees(99_000, { cversion: 2 })])).toEqual([]));
