import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { virtualClock } from '../../src/ensemble/sim/virtual-clock.ts';
import { AppendFile } from '../../src/store/append-file.ts';
import { inFolder } from '../kit/fake-run.ts';

/** A file to which `one`, `two`, ... are appended, on a disk that takes a number of writes. */
function onDiskOf(writes: number, folder: string) {
  const clock = virtualClock();
  const path = join(folder, 'file');
  let buffered = '';
  let left = writes;
  const drain = (): Buffer => {
    const bytes = Buffer.from(buffered);
    buffered = '';
    return bytes;
  };
  const write = ((...args: Parameters<typeof writeSync>) => {
    if (left-- === 0) throw new Error('ENOSPC: no space left on device');
    return writeSync(...args);
  }) as typeof writeSync;
  const file = new AppendFile(path, clock, drain, write);
  const add = (text: string): void => {
    buffered += text;
    file.touch();
  };
  return { file, clock, add, text: () => readFileSync(path, 'utf8') };
}

test('what was added is written a tenth of a second later', () =>
  inFolder(async folder => {
    const { add, clock, text } = onDiskOf(9, folder);
    add('one');
    expect(text()).toBe('');
    await clock.sleep(101);
    expect(text()).toBe('one');
  }));

describe('a write that failed between two calls', () => {
  test('is the error of the next addition', () =>
    inFolder(async folder => {
      const { add, clock } = onDiskOf(0, folder);
      add('one');
      await clock.sleep(101);
      expect(() => add('two')).toThrow('ENOSPC');
    }));
  test('is the error of the end, also where nothing is left to write', () =>
    inFolder(async folder => {
      const { add, clock, file } = onDiskOf(0, folder);
      add('one');
      await clock.sleep(101);
      expect(() => file.close()).toThrow('ENOSPC');
    }));
  test('is never followed by a later piece, which would hide the gap', () =>
    inFolder(async folder => {
      const { add, clock, file, text } = onDiskOf(1, folder);
      add('one');
      await clock.sleep(101);
      add('two');
      await clock.sleep(101);
      expect(() => file.flush(Buffer.from('three'))).toThrow('ENOSPC');
      expect(text()).toBe('one');
    }));
});
