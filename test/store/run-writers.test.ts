import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { virtualClock } from '../../src/ensemble/sim/virtual-clock.ts';
import type { Event } from '../../src/history/event.ts';
import { readHistory } from '../../src/history/file.ts';
import { HistoryWriter } from '../../src/store/run-writers.ts';
import { inFolder } from '../kit/fake-run.ts';

const event = (index: number): Event => ({
  index,
  type: 'invoke',
  process: index,
  f: 'read',
  value: null,
  time: index,
});

test('what was appended is on disk a tenth of a second later, without being closed', () =>
  inFolder(async folder => {
    const clock = virtualClock();
    const path = join(folder, 'history.jsonl');
    const writer = new HistoryWriter(folder, clock);
    writer.append(event(0));
    writer.append(event(1));
    expect(readFileSync(path, 'utf8')).toBe('');
    await clock.sleep(101);
    expect((await readHistory(path)).length).toBe(2);
    writer.append(event(2));
    writer.close();
    expect([...(await readHistory(path)).events()]).toEqual([event(0), event(1), event(2)]);
  }));

test('zxid and session are read as they were written', () =>
  inFolder(async folder => {
    const path = join(folder, 'history.jsonl');
    const writer = new HistoryWriter(folder, virtualClock());
    const full = { ...event(0), zxid: 0x10000001cn, session: -0x1000a4c2b350000n, key: 3 };
    writer.append(full);
    writer.close();
    expect((await readHistory(path)).event(0)).toEqual(full);
    expect(readFileSync(path, 'utf8')).toContain('"zxid":"0x10000001c"');
  }));

test('a history that exists is not written over', () =>
  inFolder(async folder => {
    new HistoryWriter(folder, virtualClock()).close();
    expect(() => new HistoryWriter(folder, virtualClock())).toThrow('EEXIST');
  }));

test('a compressed history is on disk a tenth of a second later, and readable', () =>
  inFolder(async folder => {
    const clock = virtualClock();
    const writer = new HistoryWriter(folder, clock, 'gzip');
    const path = join(folder, 'history.jsonl.gz');
    writer.append(event(0));
    await clock.sleep(101);
    expect((await readHistory(path)).length).toBe(1);
    writer.append(event(1));
    await clock.sleep(101);
    writer.append(event(2));
    writer.close();
    const history = await readHistory(path);
    expect([...history.events()]).toEqual([event(0), event(1), event(2)]);
    expect(history.cut).toBe(false);
  }));
