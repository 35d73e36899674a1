/** The traces that fuzzing begins with: a session with a create, a multi, a read, a watch event and its end. */
import type { TraceKind } from '../../src/store/trace-file.ts';
import { TRACE_KINDS } from '../../src/store/trace-file.ts';
import { connectRequest, connectResponse } from '../../src/zookeeper/connect-records.ts';
import { openAcl } from '../../src/zookeeper/data-records.ts';
import { replyHeader, requestHeader, watcherEvent } from '../../src/zookeeper/header-records.ts';
import { JuteWriter } from '../../src/zookeeper/jute-writer.ts';
import { opcodes } from '../../src/zookeeper/opcodes.ts';
import { createRequest, readRequest } from '../../src/zookeeper/request-records.ts';
import { create2Response } from '../../src/zookeeper/response-records.ts';
import { aStat } from '../kit/a-stat.ts';

function frame(write: (to: JuteWriter) => void): Uint8Array {
  const writer = new JuteWriter();
  write(writer);
  return Uint8Array.from(writer.takeFrame());
}

function record(kind: TraceKind, content: Uint8Array): Buffer {
  const head = Buffer.alloc(17);
  head.writeUInt8(TRACE_KINDS.indexOf(kind), 0);
  head.writeDoubleLE(1e6, 5);
  head.writeUInt32LE(content.length, 13);
  return Buffer.concat([head, content]);
}

const password = new Uint8Array(16);
const opening = { session: 0, process: 4, node: 'n2', timeoutMs: 6000 };
const RECORDS: readonly (readonly [TraceKind, Uint8Array])[] = [
  ['origin', new Uint8Array()],
  ['opened', Buffer.from(JSON.stringify(opening))],
  [
    'sent',
    frame(to =>
      connectRequest.write(to, {
        ...{ protocolVersion: 0, lastZxidSeen: 0n, timeOut: 6000, sessionId: 0n },
        ...{ passwd: password, readOnly: false },
      }),
    ),
  ],
  [
    'received',
    frame(to =>
      connectResponse.write(to, {
        ...{ protocolVersion: 0, timeOut: 6000, sessionId: 0x10n, passwd: password },
        readOnly: false,
      }),
    ),
  ],
  [
    'sent',
    frame(to => {
      requestHeader.write(to, { xid: 1, type: opcodes.create2 });
      createRequest.write(to, { path: '/a', data: password, acl: openAcl, flags: 0 });
    }),
  ],
  [
    'received',
    frame(to => {
      replyHeader.write(to, { xid: 1, zxid: 5n, err: 0 });
      create2Response.write(to, { path: '/a', stat: aStat });
    }),
  ],
  [
    'sent',
    frame(to => {
      requestHeader.write(to, { xid: 2, type: opcodes.getData });
      readRequest.write(to, { path: '/a', watch: true });
    }),
  ],
  [
    'received',
    frame(to => {
      replyHeader.write(to, { xid: -1, zxid: -1n, err: 0 });
      watcherEvent.write(to, { type: 3, state: 3, path: '/a' });
    }),
  ],
  ['closed', Buffer.from('the server closed it')],
];

export const TRACE: readonly Uint8Array[] = [
  Buffer.concat([
    Buffer.from('zbtrace1'),
    ...RECORDS.map(([kind, content]) => record(kind, content)),
  ]),
];

/** The frames alone, as they cross the network. */
export const FRAMES: readonly Uint8Array[] = [
  Buffer.concat(RECORDS.filter(([kind]) => kind === 'received').map(([, content]) => content)),
];
