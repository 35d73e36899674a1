/** The bytes of each record, worked out by hand from its definition in zookeeper.jute: fields in order, big-endian,
 * int 4 bytes, long 8, boolean 1, a buffer or ustring after its length, a vector after its count. */
import { describe, expect, test } from 'vitest';
import type { Codec } from '../../src/zookeeper/codec.ts';
import { connectRequest, connectResponse } from '../../src/zookeeper/connect-records.ts';
import { clientInfos, openAcl, stat } from '../../src/zookeeper/data-records.ts';
import {
  multiHeader,
  replyHeader,
  requestHeader,
  watcherEvent,
} from '../../src/zookeeper/header-records.ts';
import { JuteReader } from '../../src/zookeeper/jute-reader.ts';
import { JuteWriter } from '../../src/zookeeper/jute-writer.ts';
import { multiRequest, multiResponse } from '../../src/zookeeper/multi-records.ts';
import { opcodes } from '../../src/zookeeper/opcodes.ts';
import * as requests from '../../src/zookeeper/request-records.ts';
import * as responses from '../../src/zookeeper/response-records.ts';
import { aStat } from '../kit/a-stat.ts';
import { hex } from '../kit/hex.ts';

/** aStat's. */
const STAT = `0000000100000002 0000000100000003 0000000000000004 0000000000000005
  00000006 00000007 00000008 0000000000000009 0000000a 0000000b 000000010000000c`;
/** One entry: perms 31, "world", "anyone". */
const OPEN_ACL = '00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65';
const data = new Uint8Array([0xca, 0xfe]);
const path = '/a';
const PATH = '00000002 2f61';

const golden: readonly Golden[] = [
  row('Stat', stat, aStat, STAT),
  row(
    'Stat of a negative zxid and version',
    stat,
    { ...aStat, czxid: -1n, version: -1 },
    STAT.replace('0000000100000002', 'ffffffffffffffff').replace('00000006', 'ffffffff'),
  ),
  row(
    'ConnectRequest',
    connectRequest,
    {
      protocolVersion: 0,
      lastZxidSeen: 0x5n,
      timeOut: 4000,
      sessionId: 0x0102030405060708n,
      passwd: new Uint8Array([0xaa, 0xbb]),
      readOnly: true,
    },
    '00000000 0000000000000005 00000fa0 0102030405060708 00000002 aabb 01',
  ),
  row(
    'ConnectResponse',
    connectResponse,
    {
      protocolVersion: 0,
      timeOut: 4000,
      sessionId: 0x0102030405060708n,
      passwd: new Uint8Array([0xaa, 0xbb]),
      readOnly: false,
    },
    '00000000 00000fa0 0102030405060708 00000002 aabb 00',
  ),
  row('RequestHeader', requestHeader, { xid: 7, type: opcodes.getData }, '00000007 00000004'),
  row('RequestHeader of a ping', requestHeader, { xid: -2, type: 11 }, 'fffffffe 0000000b'),
  row(
    'ReplyHeader of BADVERSION',
    replyHeader,
    { xid: 7, zxid: 0x2_0000_0001n, err: -103 },
    '00000007 0000000200000001 ffffff99',
  ),
  row('MultiHeader', multiHeader, { type: 13, done: false, err: -1 }, '0000000d 00 ffffffff'),
  row('WatcherEvent', watcherEvent, { type: 3, state: 3, path }, `00000003 00000003 ${PATH}`),
  row(
    'CreateRequest',
    requests.createRequest,
    { path, data, acl: openAcl, flags: 3 },
    `${PATH} 00000002 cafe ${OPEN_ACL} 00000003`,
  ),
  row(
    'CreateTTLRequest',
    requests.createTtlRequest,
    { path, data, acl: openAcl, flags: 5, ttl: 1000 },
    `${PATH} 00000002 cafe ${OPEN_ACL} 00000005 00000000000003e8`,
  ),
  row(
    'SetDataRequest',
    requests.setDataRequest,
    { path, data, version: -1 },
    `${PATH} 00000002 cafe ffffffff`,
  ),
  row('DeleteRequest', requests.versionedPath, { path, version: 2 }, `${PATH} 00000002`),
  row('GetDataRequest', requests.readRequest, { path, watch: true }, `${PATH} 01`),
  row('SyncRequest', requests.pathOnly, { path }, PATH),
  row('SyncRequest of a path beyond ASCII', requests.pathOnly, { path: '/é' }, '00000003 2fc3a9'),
  row(
    'SetACLRequest',
    requests.setAclRequest,
    { path, acl: openAcl, version: 1 },
    `${PATH} ${OPEN_ACL} 00000001`,
  ),
  row(
    'ReconfigRequest',
    requests.reconfigRequest,
    { joiningServers: 'a', leavingServers: null, newMembers: '', curConfigId: -1n },
    '00000001 61 ffffffff 00000000 ffffffffffffffff',
  ),
  row(
    'AuthPacket',
    requests.authPacket,
    { type: 0, scheme: 'digest', auth: new TextEncoder().encode('u:p') },
    '00000000 00000006 646967657374 00000003 753a70',
  ),
  row('AddWatchRequest', requests.addWatchRequest, { path, mode: 1 }, `${PATH} 00000001`),
  row('RemoveWatchesRequest', requests.watchesRequest, { path, type: 3 }, `${PATH} 00000003`),
  row(
    'SetWatches',
    requests.setWatches,
    { relativeZxid: 9n, dataWatches: [path], existWatches: [], childWatches: [path, path] },
    `0000000000000009 00000001 ${PATH} 00000000 00000002 ${PATH} ${PATH}`,
  ),
  row(
    'SetWatches2',
    requests.setWatches2,
    {
      relativeZxid: 9n,
      dataWatches: [],
      existWatches: [],
      childWatches: [],
      persistentWatches: [path],
      persistentRecursiveWatches: ['/'],
    },
    `0000000000000009 00000000 00000000 00000000 00000001 ${PATH} 00000001 00000001 2f`,
  ),
  row('ExistsResponse', responses.statResponse, { stat: aStat }, STAT),
  row('Create2Response', responses.create2Response, { path, stat: aStat }, `${PATH} ${STAT}`),
  row('GetDataResponse', responses.getDataResponse, { data, stat: aStat }, `00000002 cafe ${STAT}`),
  row(
    'GetChildrenResponse',
    responses.getChildrenResponse,
    { children: ['x', 'y'] },
    '00000002 00000001 78 00000001 79',
  ),
  row(
    'GetChildren2Response',
    responses.getChildren2Response,
    { children: ['x'], stat: aStat },
    `00000001 00000001 78 ${STAT}`,
  ),
  row(
    'GetACLResponse',
    responses.getAclResponse,
    { acl: openAcl, stat: aStat },
    `${OPEN_ACL} ${STAT}`,
  ),
  row('ErrorResponse', responses.errorResponse, { err: -101 }, 'ffffff9b'),
  row(
    'GetEphemeralsResponse',
    responses.getEphemeralsResponse,
    { ephemerals: [path] },
    `00000001 ${PATH}`,
  ),
  row(
    'GetAllChildrenNumberResponse',
    responses.getAllChildrenNumberResponse,
    { totalNumber: 258 },
    '00000102',
  ),
  row(
    'WhoAmIResponse',
    responses.whoAmIResponse,
    { clientInfo: [{ authScheme: 'ip', user: '::1' }] },
    '00000001 00000002 6970 00000003 3a3a31',
  ),
  row('ClientInfo, none', clientInfos, [], '00000000'),
  row(
    'MultiOperationRecord',
    multiRequest,
    [
      { type: opcodes.check, body: { path, version: 4 } },
      { type: opcodes.setData, body: { path, data, version: 4 } },
    ],
    `0000000d 00 ffffffff ${PATH} 00000004
     00000005 00 ffffffff ${PATH} 00000002 cafe 00000004
     ffffffff 01 ffffffff`,
  ),
  row(
    'MultiResponse',
    multiResponse,
    [
      { type: opcodes.check, body: undefined },
      { type: opcodes.create, body: { path } },
    ],
    `0000000d 00 00000000
     00000001 00 00000000 ${PATH}
     ffffffff 01 ffffffff`,
  ),
  row(
    'MultiResponse of a refused multi',
    multiResponse,
    [
      { type: opcodes.error, body: { err: 0 } },
      { type: opcodes.error, body: { err: -103 } },
    ],
    `ffffffff 00 00000000 00000000
     ffffffff 00 ffffff99 ffffff99
     ffffffff 01 ffffffff`,
  ),
];

describe.each(golden)('$name', ({ write, read, value, bytes }) => {
  test('is written as these bytes', () => {
    expect(write().toString('hex')).toBe(bytes);
  });
  test('is read from them, to the last', () => {
    expect(read()).toEqual({ value, left: 0 });
  });
});

describe('what other servers and clients may write', () => {
  test('a ConnectResponse from before 3.4 ends before the read-only flag', () => {
    const bytes = hex('00000000 00000fa0 0000000000000001 00000000');
    expect(connectResponse.read(new JuteReader(bytes)).readOnly).toBe(false);
  });
  test('a null string, buffer and vector, of length -1, read as empty', () => {
    const nulls = new JuteReader(hex('ffffffff ffffffff ffffffff'));
    expect([nulls.ustring(), nulls.buffer().length, nulls.count()]).toEqual(['', 0, 0]);
  });
});

interface Golden {
  readonly name: string;
  readonly value: unknown;
  readonly bytes: string;
  write(): Buffer;
  read(): unknown;
}

/** The codec stays inside, so that rows of many types fit one table. */
function row<T>(name: string, codec: Codec<T>, value: T, bytes: string): Golden {
  const expected = hex(bytes);
  return {
    name,
    value,
    bytes: expected.toString('hex'),
    write() {
      const to = new JuteWriter();
      codec.write(to, value);
      return to.take();
    },
    read() {
      const from = new JuteReader(expected);
      return { value: codec.read(from), left: from.left };
    },
  };
}
