import { describe, expect, test } from 'vitest';
import type { TraceRecord } from '../../../src/checker/replay/trace.ts';
import { recordsOf } from '../../../src/judge/trace/records.ts';
import { HUNG_UP, type TraceKind, type TracePiece } from '../../../src/store/trace-file.ts';
import { connectRequest, connectResponse } from '../../../src/zookeeper/connect-records.ts';
import { openAcl, stat } from '../../../src/zookeeper/data-records.ts';
import { replyHeader, requestHeader, watcherEvent } from '../../../src/zookeeper/header-records.ts';
import { JuteWriter } from '../../../src/zookeeper/jute-writer.ts';
import { multiRequest, multiResponse } from '../../../src/zookeeper/multi-records.ts';
import { opcodes } from '../../../src/zookeeper/opcodes.ts';
import {
  createRequest,
  pathOnly,
  readRequest,
  setWatches2,
} from '../../../src/zookeeper/request-records.ts';
import { create2Response } from '../../../src/zookeeper/response-records.ts';
import { aStat } from '../../kit/a-stat.ts';

const SESSION = 0x1000_0000_0000_0001n;

function frame(write: (to: JuteWriter) => void): Uint8Array {
  const writer = new JuteWriter();
  write(writer);
  return Uint8Array.from(writer.takeFrame());
}

let time = 0;
const piece = (kind: TraceKind, content: Uint8Array): TracePiece => ({
  ...{ kind, connection: 0, timeNs: ++time },
  content: Buffer.from(content),
});
const opened = (session = 0): TracePiece =>
  piece(
    'opened',
    Buffer.from(JSON.stringify({ session, process: 4, node: 'n2', timeoutMs: 6000 })),
  );

const hello = (sessionId = 0n): TracePiece =>
  piece(
    'sent',
    frame(to =>
      connectRequest.write(to, {
        ...{ protocolVersion: 0, lastZxidSeen: 7n, timeOut: 6000, sessionId },
        ...{ passwd: new Uint8Array(16), readOnly: false },
      }),
    ),
  );
const welcome = (timeOut = 4000): TracePiece =>
  piece(
    'received',
    frame(to =>
      connectResponse.write(to, {
        ...{ protocolVersion: 0, timeOut, sessionId: SESSION, passwd: new Uint8Array(16) },
        readOnly: false,
      }),
    ),
  );
const hungUp = (): TracePiece => piece('closed', Buffer.from(HUNG_UP));
const asked = (xid: number, type: number, body: (to: JuteWriter) => void): TracePiece =>
  piece(
    'sent',
    frame(to => {
      requestHeader.write(to, { xid, type });
      body(to);
    }),
  );
const answered = (
  {
    xid,
    zxid = 9n,
    err = 0,
  }: { readonly xid: number; readonly zxid?: bigint; readonly err?: number },
  body: (to: JuteWriter) => void = () => {},
): TracePiece =>
  piece(
    'received',
    frame(to => {
      replyHeader.write(to, { xid, zxid, err });
      body(to);
    }),
  );

const records = (...pieces: readonly TracePiece[]): TraceRecord[] => [
  ...recordsOf(pieces, (_, timeNs) => timeNs * 10),
];
const conversation = (...pieces: readonly TracePiece[]): TraceRecord[] =>
  records(opened(), hello(), welcome(), ...pieces).slice(2);

const createA = asked(1, opcodes.create2, to =>
  createRequest.write(to, { path: '/a', data: Buffer.from('x'), acl: openAcl, flags: 0 }),
);
const createdA = answered({ xid: 1 }, to => create2Response.write(to, { path: '/a', stat: aStat }));
const existsA = asked(2, opcodes.exists, to => readRequest.write(to, { path: '/a', watch: true }));

describe('a conversation', () => {
  test('begins when the server gives a session', () =>
    expect(records(opened(3), hello(), welcome())).toMatchObject([
      { kind: 'opened', client: 3, process: 4, timeoutMs: 6000 },
      { kind: 'connected', node: 'n2', session: SESSION, timeoutMs: 4000, resumed: false },
    ]));

  test('that resumes a session says so, and what it has seen', () =>
    expect(records(opened(), hello(SESSION), welcome())[1]).toMatchObject({
      ...{ kind: 'connected', resumed: true, lastZxidSeen: 7 },
    }));

  test('that the server refuses is an expiry', () =>
    expect(records(opened(), hello(SESSION), welcome(0))[1]?.kind).toBe('expired'));

  test('in which the server hangs up without an answer says which session was asked for', () =>
    expect(records(opened(), hello(SESSION), hungUp())).toMatchObject([
      { kind: 'opened' },
      { kind: 'unresumed', node: 'n2', session: SESSION, offered: expect.any(String) },
    ]));
  test('that the client gives up says which server had said nothing', () =>
    expect(
      records(opened(), hello(SESSION), piece('closed', Buffer.from('the client closed it'))),
    ).toMatchObject([{ kind: 'opened' }, { kind: 'unserved', node: 'n2' }]));
  test('that breaks before an answer says nothing of a server', () =>
    expect(
      records(opened(), hello(SESSION), piece('closed', Buffer.from('read ECONNRESET'))),
    ).toMatchObject([{ kind: 'opened' }]));
  test('about a new session that the server ends without an answer says nothing', () =>
    expect(records(opened(), hello(), hungUp())).toMatchObject([{ kind: 'opened' }]));
  test('has requests with their fields, and replies with theirs', () =>
    expect(conversation(createA, createdA)).toMatchObject([
      { kind: 'sent', xid: 1, request: { f: 'create2', path: '/a', data: 'eA==', flags: 0 } },
      {
        kind: 'reply',
        xid: 1,
        zxid: 9,
        err: 0,
        result: { path: '/a', stat: { version: aStat.version } },
      },
    ]));

  test('has events at the place at which they came', () => {
    const event = answered({ xid: -1, zxid: 8n }, to =>
      watcherEvent.write(to, { type: 1, state: 3, path: '/a' }),
    );
    const kinds = conversation(createA, event, createdA).map(({ kind }) => kind);
    expect(kinds).toEqual(['sent', 'event', 'reply']);
  });

  test('ends when the connection is closed', () =>
    expect(conversation(piece('closed', Buffer.from('reset')))).toMatchObject([
      { kind: 'disconnected' },
    ]));

  test('with closeSession ends for good', () => {
    const close = asked(5, opcodes.closeSession, () => {});
    expect(conversation(close, answered({ xid: 5 })).map(({ kind }) => kind)).toEqual([
      ...['sent', 'reply', 'closed'],
    ]);
  });

  test('is the same however its bytes are cut', () => {
    const bytes = Buffer.concat([createdA.content, answered({ xid: 2, err: -101 }).content]);
    const whole = conversation(createA, existsA, piece('received', bytes));
    const bits = Array.from(bytes, byte => piece('received', Uint8Array.of(byte)));
    const cut = conversation(createA, existsA, ...bits);
    const shapes = (all: TraceRecord[]): unknown[] =>
      all.map(({ time, operation, ...shape }) => shape);
    expect(shapes(cut)).toEqual(shapes(whole));
    expect(cut).toHaveLength(4);
  });
});

test('a refusal has a code and no fields', () => {
  const [, reply] = conversation(existsA, answered({ xid: 2, err: -101 }));
  expect(reply).toMatchObject({ kind: 'reply', err: -101 });
  expect(reply).not.toHaveProperty('result');
});

test('a refused multi has the error of each part', () => {
  const multi = asked(3, opcodes.multi, to =>
    multiRequest.write(to, [{ type: opcodes.check, body: { path: '/a', version: 1 } }]),
  );
  const refused = answered({ xid: 3 }, to =>
    multiResponse.write(to, [{ type: opcodes.error, body: { err: -103 } }]),
  );
  expect(conversation(multi, refused)).toMatchObject([
    { request: { f: 'multi', parts: [{ f: 'check', path: '/a', version: 1 }] } },
    { result: { parts: [{ err: -103 }] } },
  ]);
});

test('replies in lanes of their own are told apart from operations', () => {
  const ping = asked(-2, opcodes.ping, () => {});
  const kinds = conversation(
    ping,
    existsA,
    answered({ xid: 2 }, to => stat.write(to, aStat)),
    answered({ xid: -2 }),
  );
  expect(kinds).toMatchObject([
    { request: { f: 'ping' } },
    { request: { f: 'exists' } },
    { xid: 2, result: { stat: { version: aStat.version } } },
    { xid: -2 },
  ]);
});

test('watches set again are listed', () => {
  const again = asked(-8, opcodes.setWatches2, to =>
    setWatches2.write(to, {
      relativeZxid: 9n,
      ...{ dataWatches: ['/a'], existWatches: [], childWatches: ['/b'] },
      ...{ persistentWatches: ['/c'], persistentRecursiveWatches: [] },
    }),
  );
  expect(conversation(again)).toMatchObject([
    {
      request: {
        f: 'setWatches2',
        relativeZxid: 9,
        data: ['/a'],
        child: ['/b'],
        persistent: ['/c'],
      },
    },
  ]);
});

test('records carry the operation of the history that was open', () =>
  expect(conversation(createA)[0]).toMatchObject({ operation: createA.timeNs * 10 }));

test('an opcode that nobody knows is refused by number', () =>
  expect(() => conversation(asked(1, 77, to => pathOnly.write(to, { path: '/' })))).toThrow(
    'expected a known opcode, found 77',
  ));

test.each(['null', '{', '{"session":0}', '{"session":0,"process":"x","node":"n1","timeoutMs":1}'])(
  'a connection that was opened by %s is refused',
  text =>
    expect(() => records(piece('opened', Buffer.from(text)))).toThrow(
      `expected who opened a connection, found ${text}`,
    ),
);
