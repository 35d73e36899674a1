import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeEdnEvent } from '../../src/history/edn-history.ts';
import type { Event } from '../../src/history/event.ts';
import { readHistory, readParts } from '../../src/history/file.ts';
import { historyOfColumns } from '../../src/history/history.ts';
import { encodeEvent } from '../../src/history/jsonl.ts';
import { eventsOf, history } from '../kit/notation.ts';
import { stamped } from '../kit/stamped.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function stored(text: string): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.txt`);
  await writeFile(path, text);
  return path;
}
const read = async (text: string) => readHistory(await stored(text));

const events = eventsOf('x/0(w:1 y/1(c:2,3 x/0)w y/1!c x/2(r x/2?r');
const lines = events.map(encodeEvent).join('\n');

describe('JSON lines', () => {
  test('read as written, whole to the last newline', async () => {
    const history = await read(`${lines}\n`);
    expect([...history.events()]).toEqual(events);
    expect(history.cut).toBe(false);
  });

  test('a last line without its newline counts when it is whole', async () => {
    const history = await read(lines);
    expect(history.length).toBe(events.length);
    expect(history.cut).toBe(false);
  });

  test('a last line that was cut is left out, and said', async () => {
    const history = await read(lines.slice(0, -5));
    expect(history.length).toBe(events.length - 1);
    expect(history.cut).toBe(true);
  });

  test('a line cut in the middle of the file is an error with path, line and column', async () => {
    const path = await stored(lines.replace('"ok"', '"ok'));
    await expect(readHistory(path)).rejects.toThrow(`${path}: line 3: column `);
  });

  test('an event that cannot follow is an error with its line', async () => {
    const text = `${lines}\n${lines}`;
    await expect(read(text)).rejects.toThrow('line 7: expected an index above 5, found 0');
  });

  test('lines longer than a chunk, and characters of several bytes, survive', async () => {
    const long = { ...(events[0] as Event), value: 'é✓'.repeat(700_000) };
    const history = await read(`${encodeEvent(long)}\n`);
    expect(history.event(0).value).toBe(long.value);
  });

  test('the key filter drops other keys and keeps what has none', async () => {
    const nemesis: Event = {
      index: 6,
      type: 'info',
      process: 'nemesis',
      f: 'kill',
      value: null,
      time: 9,
    };
    const path = await stored(`${lines}\n${encodeEvent(nemesis)}\n`);
    const { columns, cut } = await readParts(path);
    const history = historyOfColumns(columns, cut, key => key === 'y');
    expect(history.keys()).toEqual(['y']);
    expect(history.nemesis).toHaveLength(1);
    expect(history.length).toBe(3);
  });

  test('what comes through a pipe is read as a file is', async () => {
    const path = await stored(`${lines}\n`);
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    spawn('sh', ['-c', 'exec cat "$0" > "$1"', path, pipe]);
    expect([...(await readHistory(pipe)).events()]).toEqual(events);
  });

  test('an empty file is an empty history', async () => {
    expect((await read('')).length).toBe(0);
  });
});

describe('EDN', () => {
  test('our own export comes back, keys as pairs', async () => {
    const history = await read(events.map(encodeEdnEvent).join('\n'));
    expect([...history.events()]).toEqual(events);
  });

  test('golden: a keyed event is a Jepsen operation with a pair', () => {
    const [, cas] = events;
    expect(encodeEdnEvent({ ...(cas as Event), zxid: 2n ** 60n, error: { name: 'timeout' } })).toBe(
      '{:index 1, :type :invoke, :process 1, :f :cas, :value ["y" [2 3]], :time 1000000, ' +
        ':zxid 1152921504606846976N, :error [:timeout ""]}',
    );
  });

  test('golden: micro-operations of a transaction begin with a keyword, as Elle looks for them', async () => {
    const txn: Event = {
      index: 0,
      type: 'invoke',
      process: 0,
      f: 'txn',
      value: [
        ['append', 3, 1],
        ['r', 6, null],
      ],
      time: 0,
    };
    const text = encodeEdnEvent(txn);
    expect(text).toBe(
      '{:index 0, :type :invoke, :process 0, :f :txn, :value [[:append 3 1] [:r 6 nil]], :time 0}',
    );
    expect([...(await read(text)).events()]).toEqual([txn]);
  });

  test('what a nemesis declares comes back, what others call a fault is left out', async () => {
    const ours = [...stamped(history('*(kill *kill *(start *start')).events()];
    expect(ours[3]).toMatchObject({ fault: { healed: [1] } });
    expect([...(await read(ours.map(encodeEdnEvent).join('\n'))).events()]).toEqual(ours);
    const foreign = await read('{:index 0, :type :info, :process :nemesis, :f :x, :fault :disk}');
    expect(foreign.event(0)).not.toHaveProperty('fault');
  });

  test('a name that is no keyword comes back as well', async () => {
    const [first] = events;
    const named: Event = { ...(first as Event), f: 'a } b', error: { name: 'no (x)' } };
    expect([...(await read(encodeEdnEvent(named))).events()]).toEqual([named]);
  });

  test.each([
    [
      'vector',
      '[{:process 0 :type :invoke :f :write :value 3}\n{:process 0 :type :ok :f :write :value 3}]',
    ],
    [
      'list',
      '({:process 0 :type :invoke :f :write :value 3}{:process 0 :type :ok :f :write :value 3})',
    ],
    [
      'stream with comments',
      '; hello\n{:process 0 :type :invoke :f :write :value 3} ;x\n{:process 0 :type :ok :f :write :value 3}',
    ],
    [
      'records',
      '#jepsen.history.Op{:process 0 :type :invoke :f :write :value 3, :error nil} #jepsen.history.Op{:process 0 :type :ok :f :write :value 3}',
    ],
  ])('a %s of operations', async (_, text) => {
    expect((await read(text)).operations()).toMatchObject([
      { f: 'write', input: 3, output: 3, type: 'ok' },
    ]);
  });

  test('the nemesis and errors of any shape', async () => {
    const history = await read(
      '{:process :nemesis :type :info :f :start} {:process 1 :type :invoke :f :release :value nil}' +
        '{:process 1 :type :fail :f :release :value nil :error [:not-held "n1"]}',
    );
    expect(history.nemesis).toHaveLength(1);
    expect(history.operations()[0]?.error).toEqual({ name: 'not-held', message: 'n1' });
  });

  test('pairs of cas alone are no keys', async () => {
    const history = await read('{:process 0 :type :invoke :f :cas :value [1 2]}');
    expect(history.operations()[0]?.input).toEqual([1, 2]);
  });

  test('a stream that was cut is read as far as it goes', async () => {
    const text = events.map(encodeEdnEvent).join('\n');
    const history = await read(text.slice(0, -8));
    expect(history).toMatchObject({ length: events.length - 1, cut: true });
  });

  test('a wrong field is an error with its place', async () => {
    await expect(
      read('{:process 0 :type :invoke :f :read}\n {:process "0" :type :ok :f :read}'),
    ).rejects.toThrow(
      'line 2, column 2: :process: expected a number of 0 or more, or :nemesis, found "0"',
    );
  });
});

test('a Jepsen log: other lines pass, values are EDN', async () => {
  const history = await read(
    'WARN something else\nINFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]\nINFO  jepsen.util - 1\t:invoke\t:read\tnil\n' +
      'INFO  jepsen.util - 0\t:info\t:cas\t:timed-out\n10:00 INFO [jepsen worker 1] jepsen.util: 1\t:ok\t:read\t2\n',
  );
  expect(history.operations()).toMatchObject([
    { f: 'cas', input: [1, 2], type: 'info', output: 'timed-out' },
    { f: 'read', output: 2, type: 'ok' },
  ]);
});

test('a Jepsen log with a value that is no EDN -> an error with its line', async () => {
  await expect(
    read('WARN something else\nINFO  jepsen.util - 0\t:invoke\t:write\t[1'),
  ).rejects.toThrow('line 2: expected a value in EDN, found [1');
});

test('a file that is none of these -> one error that names what was found', async () => {
  await expect(read('hello')).rejects.toThrow(
    'expected a history as JSON lines, EDN or a Jepsen log, found "hello"',
  );
});

describe('a process whose number no column holds is refused, in each format', () => {
  const numbers = [2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER];
  const refused = (number: number): string =>
    `expected a process of 0 to 2147483647, or the nemesis, found ${number}`;
  const eventsBy = (process: number): Event[] =>
    eventsOf('0=w:1').map(event => ({ ...event, process }));

  test.each(numbers)('%d in JSON lines', async number =>
    expect(read(eventsBy(number).map(encodeEvent).join('\n'))).rejects.toThrow(refused(number)),
  );
  test.each(numbers)('%d in EDN', async number =>
    expect(read(eventsBy(number).map(encodeEdnEvent).join('\n'))).rejects.toThrow(refused(number)),
  );
  test.each(numbers)("%d in Jepsen's log", async number => {
    const line = `INFO  jepsen.util - ${number}\t:invoke\t:read\tnil`;
    await expect(read(`${line}\n`)).rejects.toThrow(refused(number));
  });
  test('the largest that fits is read', async () => {
    const history = await read(
      eventsBy(2 ** 31 - 1)
        .map(encodeEvent)
        .join('\n'),
    );
    expect(history.operations()[0]?.process).toBe(2 ** 31 - 1);
  });
});
