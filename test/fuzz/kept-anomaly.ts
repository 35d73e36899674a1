/** Histories that say the same in another way: an invalid one never becomes valid. */
import fc from 'fast-check';
import { linearizable } from '../../src/checker/linearizable/index.ts';
import { ColumnsBuilder } from '../../src/history/columns-builder.ts';
import { decodeEdnHistory, encodeEdnEvent } from '../../src/history/edn-history.ts';
import type { Event } from '../../src/history/event.ts';
import { historyOfColumns } from '../../src/history/history.ts';
import { decodeEvent, encodeEvent } from '../../src/history/jsonl.ts';
import { LineScanner } from '../../src/history/jsonl-scan.ts';
import { modelNamed } from '../../src/model/index.ts';

type Told = Pick<Event, 'type' | 'process' | 'f' | 'value'>;
const done = (process: number, f: string, value: unknown): Told[] => [
  { type: 'invoke', process, f, value: f === 'read' || f === 'dequeue' ? null : value },
  { type: 'ok', process, f, value },
];

/** Each with an anomaly that no other operation can explain away. */
const INVALID: readonly { readonly model: string; readonly events: readonly Told[] }[] = [
  {
    model: 'cas-register',
    events: [...done(0, 'write', 1), ...done(1, 'write', 2), ...done(2, 'read', 1)],
  },
  {
    model: 'cas-register',
    events: [...done(0, 'write', 1), ...done(1, 'cas', [1, 2]), ...done(2, 'cas', [1, 3])],
  },
  { model: 'mutex', events: [...done(0, 'acquire', null), ...done(1, 'acquire', null)] },
  {
    model: 'fifo-queue',
    events: [...done(0, 'enqueue', 1), ...done(0, 'enqueue', 2), ...done(1, 'dequeue', 2)],
  },
  { model: 'unique-ids', events: [...done(0, 'generate', 7), ...done(1, 'generate', 7)] },
];

const LARGEST = 2 ** 31 - 1;

interface Disguise {
  /** The new number of each process, in the order of the old ones. */
  readonly processes: readonly number[];
  readonly key: string | number | undefined;
  /** Between one index and the next. */
  readonly steps: readonly number[];
  readonly times: readonly number[];
  readonly nodes: readonly string[];
  /** The places before which a nemesis does something. */
  readonly faults: readonly number[];
  readonly spelling: keyof typeof SPELLINGS;
}

/** What else a line of JSON may look like. */
const SPELLINGS = {
  scanned: (line: string): string => line,
  spaced: (line: string): string => line.replaceAll(',"', ' , "'),
  turned: (line: string): string =>
    JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(line)).reverse())),
  escaped: (line: string): string =>
    line.replaceAll('"f":"', '"f":"\\u00').replace(/\\u00(.)/, hex),
  extended: (line: string): string => line.replace(/\}$/, ',"other":{"value":null,"a":[1e3]}}'),
  edn: (line: string): string => encodeEdnEvent(decodeEvent(line, 0)),
} as const;

function hex(_: string, letter: string): string {
  return `\\u00${letter.charCodeAt(0).toString(16)}`;
}

const disguise: fc.Arbitrary<Disguise> = fc.record({
  processes: fc.uniqueArray(fc.oneof(fc.nat(9), fc.nat(LARGEST)), { minLength: 3, maxLength: 3 }),
  key: fc.option(fc.oneof(fc.string(), fc.maxSafeInteger()), { nil: undefined }),
  steps: fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 12, maxLength: 12 }),
  times: fc.array(fc.maxSafeNat(), { minLength: 12, maxLength: 12 }),
  nodes: fc.array(fc.string(), { minLength: 12, maxLength: 12 }),
  faults: fc.array(fc.nat(6), { maxLength: 3 }),
  spelling: fc.constantFrom(...(Object.keys(SPELLINGS) as (keyof typeof SPELLINGS)[])),
});

/** Events of the same operations in the same order. */
function disguised(events: readonly Told[], by: Disguise): readonly Event[] {
  let index = 0;
  const nemesis: Told = { type: 'info', process: 'nemesis', f: 'start', value: null };
  const all = events.flatMap((event, at) => [
    ...by.faults.filter(place => place === at).map(() => nemesis),
    event,
  ]);
  return all.map((event, at) => {
    index += by.steps[at] ?? 1;
    const time = by.times[at] ?? 0;
    if (event.process === 'nemesis') return { ...event, index, time };
    return {
      ...event,
      index,
      time,
      process: by.processes[event.process] ?? 0,
      node: by.nodes[at] ?? '',
      ...(by.key !== undefined && { key: by.key }),
    };
  });
}

/** As a file with these lines is read. */
function readLines(lines: readonly string[], isEdn: boolean): ReturnType<typeof historyOfColumns> {
  const builder = new ColumnsBuilder();
  const scanner = new LineScanner();
  if (isEdn) for (const event of decodeEdnHistory(lines.join('\n')).events) builder.add(event);
  else
    for (const [place, line] of lines.entries()) {
      const bytes = Buffer.from(line);
      const scanned = scanner.scan(bytes, 0, bytes.length);
      if (scanned === undefined) builder.add(decodeEvent(line, place));
      else builder.add(scanned, scanner.valueText);
    }
  return historyOfColumns(builder.finish());
}

const endless = { timeMs: 60_000, memoryMb: 1000, elapsedMs: () => 0 };

export const KEPT = INVALID.map(({ model, events }, at) => ({
  name: `kept-anomaly-${at + 1}-${model}`,
  property: fc.property(disguise, by => {
    const lines = disguised(events, by).map(event => SPELLINGS[by.spelling](encodeEvent(event)));
    const verdict = linearizable(modelNamed(model, null), 'brief').check(
      readLines(lines, by.spelling === 'edn'),
      endless,
    );
    if (verdict.valid !== false)
      throw new Error(`expected invalid, found ${JSON.stringify(verdict)}:\n${lines.join('\n')}`);
  }),
}));
