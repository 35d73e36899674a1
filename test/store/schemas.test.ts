import { describe, expect, test } from 'vitest';
import { jsonSchemaOf, SCHEMAS, type StoredFile } from '../../src/store/schemas.ts';
import { TEST, VERDICT } from '../kit/sample-records.ts';

describe('schemas/ holds what the zod schemas say (npm run docs writes it anew)', () => {
  const files = Object.keys(SCHEMAS) as StoredFile[];
  test.each(files)('%s', async file => {
    const path = `../../schemas/${file.replace(/\.jsonl?$/, '')}.schema.json`;
    await expect(jsonSchemaOf(file)).toMatchFileSnapshot(path);
  });
});

describe('a record is refused where one thing of it is wrong', () => {
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
    ['roles.jsonl', { time: 1, roles: { n1: 'leader' } }, { roles: { n1: 'king' } }],
  ])('%s', (file, good, change) => {
    expect(SCHEMAS[file].safeParse(good).success).toBe(true);
    expect(SCHEMAS[file].safeParse({ ...good, ...change }).success).toBe(false);
  });
});
