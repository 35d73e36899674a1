import { expect, test } from 'vitest';
import type { Connection } from '../../../src/contract.ts';
import { holdingLine } from '../../../workloads/ephemeral/holding-line.ts';
import { aVisit } from '../../kit/a-visit.ts';

/** A connection that tells what was done to it, and what it hears. */
function telling(done: string[]): Connection & { hear(text: string): void; hangUp(): void } {
  let hear: (bytes: Uint8Array) => void = () => {};
  let hangUp: () => void = () => {};
  return {
    write: bytes => done.push(`sent ${Buffer.from(bytes)}`),
    onData: listener => {
      hear = listener;
    },
    onClose: listener => {
      hangUp = listener;
    },
    close: () => done.push('closed'),
    hear: text => hear(Buffer.from(text)),
    hangUp: () => hangUp(),
  };
}

async function through(
  line: ReturnType<typeof holdingLine>,
  done: string[],
): Promise<{ readonly inner: ReturnType<typeof telling>; readonly outer: Connection }> {
  const inner = telling(done);
  const outer = await line.gate.connect(async () => inner, aVisit());
  outer.onData(bytes => done.push(`heard ${Buffer.from(bytes)}`));
  outer.onClose(() => done.push('hung up'));
  return { inner, outer };
}

test('what passes while it is held comes when it is released, in its order', async () => {
  const done: string[] = [];
  const line = holdingLine();
  const { inner, outer } = await through(line, done);
  outer.write(Buffer.from('a'));
  line.hold();
  outer.write(Buffer.from('b'));
  inner.hear('c');
  outer.close();
  inner.hangUp();
  expect(done).toEqual(['sent a']);
  line.release();
  expect(done).toEqual(['sent a', 'sent b', 'heard c', 'closed', 'hung up']);
  outer.write(Buffer.from('d'));
  expect(done.at(-1)).toBe('sent d');
});

test('a gate that is there already makes the connection', async () => {
  const seen: string[] = [];
  const line = holdingLine({
    opened: () => seen.push('opened'),
    connect: dial => {
      seen.push('connect');
      return dial();
    },
  });
  await through(line, []);
  expect(seen).toEqual(['connect']);
});
