import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HistoryBuilder, historyOf } from '../../src/history/builder.ts';
import { ednEvents } from '../../src/history/edn.ts';
import { type Event, HistoryError, type Workload } from '../../src/history/event.ts';
import { type History, invocationOf, OPEN, opOf } from '../../src/history/history.ts';
import { JsonLines } from '../../src/history/jsonl.ts';

/** Reads a text as lines of JSON, in pieces of some length. */
function fromLines(text: string, workload: Workload, pieceLength = 1 << 16): History {
  const builder = new HistoryBuilder(workload);
  const lines = new JsonLines(builder);
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += pieceLength) {
    lines.add(bytes.subarray(at, at + pieceLength));
  }
  lines.finish();
  return builder.finish();
}

/** Everything a history says, as plain operations. */
function opsOf(history: History): unknown[] {
  return Array.from({ length: history.count }, (_, txn) => [
    opOf(history, txn),
    (history.invoked[txn] ?? -1) >= 0 ? invocationOf(history, txn) : null,
  ]);
}

const scalar = fc.oneof(fc.nat(50), fc.integer(), fc.string(), fc.constantFrom('x', 'y', 'é'));
const listMop = fc.oneof(
  fc.tuple(fc.constant('append'), scalar, scalar),
  fc.tuple(fc.constant('r'), scalar, fc.option(fc.array(scalar, { maxLength: 4 }))),
);
const registerMop = fc.oneof(
  fc.tuple(fc.constant('w'), scalar, fc.option(scalar)),
  fc.tuple(fc.constant('r'), scalar, fc.option(scalar)),
);
const eventsOf = (mop: fc.Arbitrary<unknown>): fc.Arbitrary<Event[]> =>
  fc.array(
    fc.record({
      type: fc.constantFrom('invoke', 'ok', 'fail', 'info'),
      process: fc.oneof(fc.nat(3), fc.constant('nemesis')),
      f: fc.constantFrom('txn', null),
      value: fc.option(fc.array(mop, { maxLength: 3 })),
      time: fc.nat(),
      error: fc.constantFrom(undefined, ['timeout', { deep: '}]' }]),
    }),
    { maxLength: 12 },
  );

describe('JSON lines', () => {
  it.each([
    ['list-append' as const, listMop],
    ['rw-register' as const, registerMop],
  ])('%s: bytes, in any pieces, say the same as the events', (workload, mop) => {
    fc.assert(
      fc.property(eventsOf(mop), fc.integer({ min: 1, max: 40 }), (events, pieceLength) => {
        const text = events.map(event => JSON.stringify(event)).join('\n');
        const read = fromLines(text, workload, pieceLength);
        expect(opsOf(read)).toEqual(opsOf(historyOf(events, workload)));
        expect(read.unexpected).toEqual(historyOf(events, workload).unexpected);
      }),
    );
  });

  it('1 and "1" are different elements', () => {
    const line = '{"type":"ok","process":0,"value":[["r","x",[1,"1"]]]}';
    expect(fromLines(line, 'list-append').elements.size).toBe(2);
  });

  it.each([
    ['not JSON', '{"type":"ok"\n', /line 1: expected a JSON object/],
    ['not an event', '\n[1]', /line 2: expected a JSON object/],
    ['almost null', '{"type":"ok","process":0,"value":nope}', /line 1: expected a JSON object/],
    [
      'an index that is no integer',
      '{"index":1.5,"type":"ok","process":0}',
      /expected an integer, found 1.5/,
    ],
    ['a type nobody knows', '{"type":"okay","process":0}', /expected invoke, ok, fail or info/],
    [
      'an integer that a double cannot hold',
      '{"type":"ok","process":0,"value":[["append","x",9007199254740993]]}',
      /below 2\^53/,
    ],
    [
      'an index that goes back',
      '{"index":1,"type":"ok","process":0}\n{"index":1,"type":"ok","process":0}',
      /expected an integer above 1, found 1/,
    ],
    [
      'an index here and none there',
      '{"index":1,"type":"ok","process":0}\n{"type":"ok","process":0}',
      /expected an integer above 1, found none/,
    ],
  ])('%s is an error', (_name, text, message) => {
    expect(() => fromLines(text, 'list-append')).toThrow(HistoryError);
    expect(() => fromLines(text, 'list-append')).toThrow(message);
  });
});

describe('pairing', () => {
  const event = (type: string, process: unknown, value: unknown = []): Event => ({
    type,
    process,
    value,
  });

  it('a completion belongs to the latest open invocation of its process', () => {
    const events = [event('invoke', 0), event('invoke', 0), event('ok', 0), event('ok', 0)];
    expect([...historyOf(events, 'list-append').invoked]).toEqual([1, 0]);
  });

  it('an invocation without completion is a transaction, but no vertex', () => {
    const history = historyOf([event('invoke', 0), event('ok', 1)], 'list-append');
    expect([history.completed, history.count]).toEqual([1, 2]);
    expect([...history.type]).toEqual([0, OPEN]);
  });

  it('what is not a client does not count', () => {
    const history = historyOf([event('info', 'nemesis', 'start'), event('ok', 1)], 'list-append');
    expect([history.completed, history.events, history.index[0]]).toEqual([1, 1, 1]);
  });

  it('null is the empty list where it was read, and nothing where it is not known', () => {
    const read = (type: string): unknown =>
      opOf(historyOf([event(type, 0, [['r', 'x', null]])], 'list-append'), 0).value[0]?.[2];
    expect([read('ok'), read('info')]).toEqual([[], null]);
  });
});

describe('EDN', () => {
  const events = [
    {
      type: 'ok',
      process: 0,
      f: 'txn',
      value: [
        ['append', 'x', 1],
        ['r', 2, [1, 2]],
      ],
      index: 3,
    },
  ];
  it.each([
    [
      'maps one after the other',
      '{:type :ok, :process 0 :f :txn :value [[:append :x 1] [:r 2 [1 2]]] :index 3}',
    ],
    [
      'a vector, with lists and a comment',
      '[{:type :ok :process 0 :f :txn ; here\n :value ([:append :x 1] [:r 2 (1 2)]) :index 3}]',
    ],
    [
      'tags and ignored values',
      '#jepsen.history.Op{:type :ok #_ {:a 1} :process 0 :f :txn :value [[:append :x 1] [:r 2 [1 2]]] :index 3}',
    ],
  ])('%s', (_name, text) => {
    expect([...ednEvents(text)]).toEqual(events);
  });

  it('scalars', () => {
    const text = '{:type "a\\"b" :process nil :value [true -1 2.5 \\a \\newline 9007199254740993]}';
    expect([...ednEvents(text)]).toEqual([
      { type: 'a"b', process: null, value: [true, -1, 2.5, 'a', '\n', 9007199254740993n] },
    ]);
  });

  it('strings with control characters, and a mark of the byte order', () => {
    const text = '\ufeff{:type "a\b\fc\nd"}';
    expect([...ednEvents(text)]).toEqual([{ type: 'a\b\fc\nd' }]);
  });

  it('keys that hold large integers are distinguished, also from their digits', () => {
    const keys = ['[99999999999999999999]', '[99999999999999999998]', '["99999999999999999999"]'];
    const mops = keys.map(key => `[:append ${key} 1]`).join('');
    const events = ednEvents(`{:type :ok :process 0 :value [${mops}]}`);
    expect(historyOf(events, 'list-append').keys.values).toHaveLength(3);
  });

  it.each([
    [`{:type :ok :value ${'['.repeat(1e5)}`, /line 1, column 518: expected at most 500 levels/],
    ['{:type\n "a\\qb"}', /line 2, column 2: expected a string with escapes that EDN has/],
    ['{:type :ok', /line 1, column 1: expected }/],
    ['{:type\n ]', /line 2, column 2: expected a value/],
    ['{:type}', /expected a value for each key/],
    ['5', /expected maps/],
  ])('%s is an error that says where', (text, message) => {
    expect(() => [...ednEvents(text)]).toThrow(message);
  });
});
