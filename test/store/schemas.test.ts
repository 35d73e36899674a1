import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HistoryError } from '../../src/history/history-error.ts';
import { decodeEvent, encodeEvent } from '../../src/history/jsonl.ts';
import { jsonSchemaOf, SCHEMAS, type StoredFile } from '../../src/store/schemas.ts';
import { anyEvent } from '../kit/any-event.ts';
import { TEST, VERDICT } from '../kit/sample-records.ts';

describe('schemas/ holds what the zod schemas say (npm run docs writes it anew)', () => {
  const files = Object.keys(SCHEMAS) as StoredFile[];
  test.each(files)('%s', async file => {
    const path = `../../schemas/${file.replace(/\.(jsonl?|yaml)$/, '')}.schema.json`;
    await expect(jsonSchemaOf(file)).toMatchFileSnapshot(path);
  });
});

describe('a record is refused where one thing of it is wrong', () => {
  const stamp = {
    ...{ nemesis: 'kill', affects: ['servers', 'disks'], quorum: 'survives', heal: 'start' },
    ...{ healed: [1], on: { nodes: ['n1'], threads: [0] } },
  };
  const event = { index: 0, type: 'ok', process: 0, f: 'read', value: null, time: 0 };

  test.each<[StoredFile, object, object]>([
    ['test.json', TEST, { schema: 2 }],
    ['test.json', TEST, { plan: { ...TEST.plan, seed: 'one' } }],
    ['verdict.json', VERDICT, { valid: 'maybe' }],
    [
      'verdict.json',
      VERDICT,
      { checks: [{ name: 'x', verdict: { valid: false, anomalies: [], counts: {} } }] },
    ],
    ['history.jsonl', event, { zxid: 12 }],
    ['history.jsonl', event, { process: -1 }],
    ['history.jsonl', { ...event, fault: stamp }, { fault: { ...stamp, healed: ['one'] } }],
    ['history.jsonl', event, { fault: { nemesis: 'kill', affects: ['moon'] } }],
    ['test.json', TEST, { nemeses: [{ name: 'kill', fs: ['kill', 'start'] }] }],
    ['roles.jsonl', { time: 1, roles: { n1: 'leader' } }, { roles: { n1: 'king' } }],
  ])('%s', (file, good, change) => {
    expect(SCHEMAS[file].safeParse(good).success).toBe(true);
    expect(SCHEMAS[file].safeParse({ ...good, ...change }).success).toBe(false);
  });
});

describe('the schema of history.jsonl and its reader agree', () => {
  const isEvent = (line: object): boolean => SCHEMAS['history.jsonl'].safeParse(line).success;
  const read = (line: object) => decodeEvent(JSON.stringify(line), 0);
  const fields = {
    ...{ index: 7, type: 'fail', process: 3, f: 'cas', value: [2, 5], key: 'k1', time: 12 },
    ...{ node: 'n2', zxid: '0x1c', session: '-0x7f', error: { name: 'BADVERSION' } },
  };

  test('every line that is written is as the schema says', () => {
    fc.assert(
      fc.property(anyEvent, event => {
        expect(isEvent(JSON.parse(encodeEvent(event)))).toBe(true);
      }),
    );
  });

  test('every line that is as the schema says is read', () => {
    const likely = fc.constantFrom(0, -1, 0.5, 'ok', 'nemesis', '0x1C', '0x', { name: 'n' }, {});
    const field = fc.constantFrom(...Object.keys(fields));
    fc.assert(
      fc.property(field, fc.oneof(likely, fc.jsonValue()), (name, value) => {
        const line = { ...fields, [name]: value };
        if (isEvent(line)) expect(() => read(line)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ...[{ type: 'okay' }, { process: -2 }, { process: 'n1' }, { f: 3 }, { index: 0.5 }],
    ...[{ time: '1' }, { zxid: 12 }, { zxid: '1c' }, { session: '0x' }, { key: [1] }],
    ...[{ node: 2 }, { error: 'no' }, { error: {} }],
  ])('both refuse %j', change => {
    const line = { ...fields, ...change };
    expect(isEvent(line)).toBe(false);
    expect(() => read(line)).toThrow(HistoryError);
  });
});
