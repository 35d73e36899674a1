/** Servers that hold different znodes at the end are found: each difference beside the difference that is none. */
import { describe, expect, test } from 'vitest';
import type { TraceRecord, TraceResult, TraceStat } from '../../../src/checker/replay/trace.ts';
import { ReplicasCheck } from '../../../src/checker/replicas/check.ts';

const STAT: TraceStat = {
  ...{ czxid: 3, mzxid: 5, pzxid: 3, ctime: 0, mtime: 0, version: 1, cversion: 0, aversion: 0 },
  ...{ ephemeralOwner: 0n, dataLength: 1, numChildren: 0 },
};
const ANYONE = [{ perms: 31, id: { scheme: 'world', id: 'anyone' } }];

interface Read {
  /** The zxid of the reply before, and of the reply. */
  readonly zxids: readonly [number, number];
  readonly f?: 'getData' | 'getACL';
  /** Null: the znode is not there. */
  readonly result: TraceResult | null;
}

/** Two servers, each of which answers one read of /a after the read of the root. */
function lastReads(one: Read, other: Read, isOfSetup = true): readonly TraceRecord[] {
  return [one, other].flatMap(({ zxids: [before, after], f = 'getData', result }, client) => {
    const time = 1 + client;
    const opened = { kind: 'opened', time, client, timeoutMs: 6000 } as const;
    const read = f === 'getACL' ? { f, path: '/a' } : { f, path: '/a', watch: false };
    return [
      { ...opened, process: isOfSetup ? 'setup' : 0 },
      {
        ...{ kind: 'connected', time, client, node: `n${client + 1}`, session: BigInt(client) },
        ...{ timeoutMs: 6000, lastZxidSeen: 0, resumed: false },
      },
      {
        ...{ kind: 'sent', time, client, xid: 1 },
        request: { f: 'getChildren', path: '/', watch: false },
      },
      { kind: 'reply', time, client, xid: 1, zxid: before, err: 0, result: { children: ['a'] } },
      { kind: 'sent', time, client, xid: 2, request: read },
      {
        ...{ kind: 'reply', time, client, xid: 2, zxid: after },
        ...(result === null ? { err: -101 } : { err: 0, result }),
      },
    ] as const;
  });
}

function seen(records: readonly TraceRecord[]): string | undefined {
  const check = new ReplicasCheck();
  for (const record of records) check.take(record);
  return check.end().anomalies[0]?.seen;
}

const at = (zxids: Read['zxids'], result: TraceResult | null): Read => ({ zxids, result });
const holds = (data: string, stat: Partial<TraceStat> = {}): TraceResult => ({
  data,
  stat: { ...STAT, ...stat },
});

describe('replicas', () => {
  test.each<[string, Read, Read, string | undefined]>([
    ['the same znode -> valid', at([9, 9], holds('A')), at([9, 9], holds('A')), undefined],
    [
      'other data under the same stat -> invalid',
      at([9, 9], holds('A')),
      at([9, 9], holds('B')),
      'getData /a: data A on n1 at zxid 0x9, B on n2 at zxid 0x9',
    ],
    [
      'a change that one server lacks, and has processed -> invalid',
      at([9, 9], holds('A')),
      at([9, 9], holds('B', { mzxid: 7, version: 2 })),
      'getData /a: mzxid 5 on n1 at zxid 0x9, 7 on n2 at zxid 0x9',
    ],
    [
      'a change that one server lacks, and may not have processed -> valid',
      at([6, 9], holds('A')),
      at([9, 9], holds('B', { mzxid: 7, version: 2 })),
      undefined,
    ],
    [
      'a server further on that lacks a change -> invalid',
      at([12, 14], holds('A')),
      at([9, 9], holds('B', { mzxid: 7, version: 2 })),
      'getData /a: mzxid 5 on n1 at zxid 0xe, 7 on n2 at zxid 0x9',
    ],
    [
      'a znode that is not there, and is on a server further on -> invalid',
      at([9, 9], null),
      at([9, 10], holds('A')),
      'getData /a: created at zxid 0x3 on n2 at zxid 0xa, not there on n1 at zxid 0x9',
    ],
    [
      'a znode that is not there on a server further on: it may have been deleted -> valid',
      at([9, 10], null),
      at([9, 9], holds('A')),
      undefined,
    ],
    [
      'a znode that was created since -> valid',
      at([9, 9], null),
      at([12, 12], holds('A', { czxid: 11, mzxid: 11, pzxid: 11 })),
      undefined,
    ],
  ])('%s', (_, one, other, expected) => {
    expect(seen(lastReads(one, other))).toBe(expected);
    expect(seen(lastReads(other, one)) === undefined).toBe(expected === undefined);
  });

  test('ACLs that differ at one zxid -> invalid', () => {
    const acl = (perms: number, zxids: Read['zxids'] = [9, 9]): Read => ({
      ...{ zxids, f: 'getACL' },
      result: { stat: STAT, acl: ANYONE.map(each => ({ ...each, perms })) },
    });
    expect(seen(lastReads(acl(31), acl(1)))).toContain('acl [{"perms":31');
    expect(seen(lastReads(acl(31), acl(1, [9, 10])))).toBeUndefined();
  });

  test('what clients read during the load is not compared', () => {
    const reads = [at([9, 9], holds('A')), at([9, 9], holds('B'))] as const;
    expect(seen(lastReads(...reads))).toBeDefined();
    expect(seen(lastReads(...reads, false))).toBeUndefined();
  });

  test('what was compared is counted', () => {
    const check = new ReplicasCheck();
    for (const record of lastReads(at([9, 9], holds('A')), at([9, 9], holds('A'))))
      check.take(record);
    expect(check.end().counts).toEqual({ servers: 2, 'reads compared': 1 });
  });
});
