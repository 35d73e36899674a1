/** A stream cut into frames, wherever the network cuts it into pieces. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameSplitter, MAX_FRAME_BYTES } from '../../src/zookeeper/frames.ts';
import { ProtocolError } from '../../src/zookeeper/protocol-error.ts';
import { hex } from '../kit/hex.ts';

function framed(body: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** The pieces that cuts at these positions make. */
function pieces(stream: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts.map(cut => cut % (stream.length + 1)).sort((a, b) => a - b)];
  return at.map((from, i) => stream.subarray(from, at[i + 1] ?? stream.length));
}

describe('frames', () => {
  test('are the same however the stream is cut', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
    fc.assert(
      fc.property(bodies, fc.array(fc.nat()), (bodies, cuts) => {
        const found: string[] = [];
        const splitter = new FrameSplitter(frame => found.push(Buffer.from(frame).toString('hex')));
        for (const piece of pieces(Buffer.concat(bodies.map(framed)), cuts)) splitter.push(piece);
        expect(found).toEqual(bodies.map(body => Buffer.from(body).toString('hex')));
        expect(splitter.unfinished).toBe(0);
      }),
    );
  });

  test('a frame that has not ended is counted, not given', () => {
    const found: Uint8Array[] = [];
    const splitter = new FrameSplitter(frame => found.push(frame));
    splitter.push(hex('00000003 0102'));
    expect([found.length, splitter.unfinished]).toEqual([0, 6]);
    splitter.push(hex('03'));
    expect([found.length, splitter.unfinished]).toEqual([1, 0]);
  });

  test.each([
    ['negative', 'ffffffff', -1],
    ['above 64 MiB', '04000001', MAX_FRAME_BYTES + 1],
  ])('a %s length -> a protocol error, before any more is read', (_name, bytes, length) => {
    const splitter = new FrameSplitter(() => undefined);
    expect(() => splitter.push(hex(bytes))).toThrow(ProtocolError);
    expect(() => new FrameSplitter(() => undefined).push(hex(bytes))).toThrow(`found ${length}`);
  });

  test('exactly 64 MiB is a length', () => {
    expect(() => new FrameSplitter(() => undefined).push(hex('04000000'))).not.toThrow();
  });
});
