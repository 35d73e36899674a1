import { expect, test } from 'vitest';
import { unframed } from '../../../src/ensemble/docker/server-log.ts';

function frame(stream: 1 | 2, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

test('both streams in the order they were written, empty frames too', () => {
  const bytes = Buffer.concat([frame(1, 'out\n'), frame(2, ''), frame(2, 'èrr\n')]);
  expect(unframed(bytes).toString()).toBe('out\nèrr\n');
});

test('a log of a hundred thousand lines', () => {
  const lines = Array.from({ length: 100_000 }, (_, at) => `line ${at}\n`);
  expect(unframed(Buffer.concat(lines.map(line => frame(1, line)))).toString()).toBe(
    lines.join(''),
  );
});

test('a frame that was cut keeps what there is', () => {
  expect(unframed(frame(1, 'whole').subarray(0, 10)).toString()).toBe('wh');
});
