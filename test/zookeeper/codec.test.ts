/** Laws of the codec: what is written can be read, whatever the value; what does not fit says where. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Codec } from '../../src/zookeeper/codec.ts';
import { connectRequest, connectResponse } from '../../src/zookeeper/connect-records.ts';
import { stat } from '../../src/zookeeper/data-records.ts';
import { JuteReader } from '../../src/zookeeper/jute-reader.ts';
import { JuteWriter } from '../../src/zookeeper/jute-writer.ts';
import { multiRequest, multiResponse } from '../../src/zookeeper/multi-records.ts';
import { opcodes } from '../../src/zookeeper/opcodes.ts';
import { ProtocolError } from '../../src/zookeeper/protocol-error.ts';
import { createTtlRequest, setWatches2 } from '../../src/zookeeper/request-records.ts';
import { getAclResponse, getDataResponse } from '../../src/zookeeper/response-records.ts';
import { hex } from '../kit/hex.ts';

const anInt = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const aLong = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const aTime = fc.maxSafeInteger();
const bytes = fc.uint8Array({ maxLength: 9000 });
const text = fc.string({ unit: 'binary', maxLength: 300 });
const path = text;
const aStat = fc.record({
  czxid: aLong,
  mzxid: aLong,
  ctime: aTime,
  mtime: aTime,
  version: anInt,
  cversion: anInt,
  aversion: anInt,
  ephemeralOwner: aLong,
  dataLength: anInt,
  numChildren: anInt,
  pzxid: aLong,
});
const acl = fc.array(fc.record({ perms: anInt, id: fc.record({ scheme: text, id: text }) }));
const creation = { path, data: bytes, acl, flags: anInt };

/** A part of each type, so that none is left out. */
const tagged = <T extends number, B>(body: fc.Arbitrary<B>, ...types: T[]) =>
  fc.record({ type: fc.constantFrom(...types), body });
const requestPart = fc.oneof(
  tagged(fc.record(creation), opcodes.create, opcodes.create2, opcodes.createContainer),
  tagged(fc.record({ ...creation, ttl: aTime }), opcodes.createTTL),
  tagged(fc.record({ path, version: anInt }), opcodes.delete, opcodes.check),
  tagged(fc.record({ path, data: bytes, version: anInt }), opcodes.setData),
  tagged(fc.record({ path, watch: fc.boolean() }), opcodes.getData, opcodes.getChildren),
);
const responsePart = fc.oneof(
  tagged(fc.record({ path }), opcodes.create),
  tagged(fc.record({ path, stat: aStat }), opcodes.create2),
  tagged(fc.constant(undefined), opcodes.delete, opcodes.check),
  tagged(fc.record({ stat: aStat }), opcodes.setData),
  tagged(fc.record({ data: bytes, stat: aStat }), opcodes.getData),
  tagged(fc.record({ children: fc.array(text) }), opcodes.getChildren),
  tagged(fc.record({ err: anInt }), opcodes.error),
);

const written = <T>(codec: Codec<T>, value: T): Buffer => {
  const to = new JuteWriter();
  codec.write(to, value);
  return to.take();
};

function roundTrip<T>(name: string, codec: Codec<T>, values: fc.Arbitrary<T>): void {
  test(`${name}: what is written can be read, and nothing is left`, () => {
    fc.assert(
      fc.property(values, value => {
        const from = new JuteReader(written(codec, value));
        expect(codec.read(from)).toEqual(value);
        expect(from.left).toBe(0);
      }),
    );
  });
  test(`${name}: cut anywhere, it is a protocol error`, () => {
    fc.assert(
      fc.property(values, fc.nat(), (value, cut) => {
        const whole = written(codec, value);
        const part = whole.subarray(0, cut % Math.max(whole.length, 1));
        expect(() => codec.read(new JuteReader(part))).toThrow(ProtocolError);
      }),
    );
  });
}

describe('round trips', () => {
  roundTrip('Stat', stat, aStat);
  roundTrip('CreateTTLRequest', createTtlRequest, fc.record({ ...creation, ttl: aTime }));
  roundTrip('GetDataResponse', getDataResponse, fc.record({ data: bytes, stat: aStat }));
  roundTrip('GetACLResponse', getAclResponse, fc.record({ acl, stat: aStat }));
  roundTrip('multi', multiRequest, fc.array(requestPart));
  roundTrip('multi response', multiResponse, fc.array(responsePart));
  const paths = fc.array(text);
  roundTrip(
    'SetWatches2',
    setWatches2,
    fc.record({
      relativeZxid: aLong,
      dataWatches: paths,
      existWatches: paths,
      childWatches: paths,
      persistentWatches: paths,
      persistentRecursiveWatches: paths,
    }),
  );
  const session = { protocolVersion: anInt, timeOut: anInt, sessionId: aLong, passwd: bytes };
  roundTrip(
    'ConnectRequest',
    connectRequest,
    fc.record({ ...session, lastZxidSeen: aLong, readOnly: fc.boolean() }),
  );
  test('ConnectResponse: what is written can be read', () => {
    const responses = fc.record({ ...session, readOnly: fc.boolean() });
    fc.assert(
      fc.property(responses, value => {
        expect(connectResponse.read(new JuteReader(written(connectResponse, value)))).toEqual(
          value,
        );
      }),
    );
  });
});

describe('bytes that do not fit', () => {
  const reading = (bytes: string, read: (from: JuteReader) => unknown) => () =>
    read(new JuteReader(hex(bytes)));

  test.each([
    [
      'an int cut short',
      '000001',
      r => r.int(),
      'expected an int of 4 bytes at byte 0, found its end at byte 3',
    ],
    [
      'a string longer than the frame',
      '00000005 6162',
      r => r.ustring(),
      'expected a string of 5 bytes at byte 4, found its end at byte 6',
    ],
    [
      'a buffer of a negative length',
      'fffffffe',
      r => r.buffer(),
      'expected the length of a buffer at byte 0, found -2',
    ],
    [
      'more items than there are bytes',
      '7fffffff 00',
      r => r.count(),
      'expected at most 1 items in the vector at byte 0, found 2147483647',
    ],
    ['a boolean of 2', '02', r => r.boolean(), 'expected a boolean of 0 or 1 at byte 0, found 2'],
    [
      'a multi part of a type that no part has',
      '00000063 00 00000000',
      r => multiResponse.read(r),
      'expected a part that can be answered, found type 99',
    ],
  ] satisfies [string, string, (from: JuteReader) => unknown, string][])(
    '%s -> one clear error',
    (_name, bytes, read, message) => {
      expect(reading(bytes, read)).toThrow(ProtocolError);
      expect(reading(bytes, read)).toThrow(message);
    },
  );

  test('a value that is no int is refused where it is written', () => {
    expect(() => new JuteWriter().int(2 ** 31)).toThrow(RangeError);
    expect(() => new JuteWriter().long(2n ** 63n)).toThrow(RangeError);
  });
});
