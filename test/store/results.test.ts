import { readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/contract.ts';
import {
  createRunFolder,
  readStatisticsIfAny,
  readTest,
  readVerdict,
  readVerdictIfAny,
  type VerdictRecord,
  writeRecord,
} from '../../src/store/results.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { inFolder, plan } from '../kit/fake-run.ts';
import { TEST, VERDICT } from '../kit/sample-records.ts';
import { INVALID, UNKNOWN } from '../kit/sample-run.ts';

const started = Date.UTC(2026, 10, 22, 14, 30, 12, 5);

test('a run has a folder by its workload, nemeses, target and start', () =>
  inFolder(async root => {
    const folder = await createRunFolder(root, { ...plan, nemeses: ['kill', 'pause'] }, started);
    expect(folder).toBe(join(root, 'fake-kill+pause-fake', '20261122T143012.005Z'));
  }));

test('runs of the same moment have folders of their own; latest is the last', () =>
  inFolder(async root => {
    const folders = [];
    for (let run = 0; run < 3; run++) folders.push(await createRunFolder(root, plan, started));
    expect(folders.map(folder => folder.slice(root.length))).toEqual([
      '/fake-fake-fake/20261122T143012.005Z',
      '/fake-fake-fake/20261122T143012.005Z-2',
      '/fake-fake-fake/20261122T143012.005Z-3',
    ]);
    expect(readlinkSync(join(root, 'latest'))).toBe('fake-fake-fake/20261122T143012.005Z-3');
  }));

describe('a record that is not as its schema says is one clear error: file, place, expected, found, what to do', () => {
  const { plan: _, ...withoutPlan } = TEST;
  test.each([
    ['{', /test\.json: expected JSON, found other text: .+\. Restore the file/],
    ['7', /test\.json: expected object, found 7\. Restore the file/],
    [JSON.stringify(withoutPlan), /test\.json: plan: expected object, found nothing\. Restore/],
    [
      JSON.stringify({ ...TEST, plan: { ...plan, nodes: 0 } }),
      /test\.json: plan\.nodes: expected number to be >=1, found 0\. Restore the file/,
    ],
    [
      JSON.stringify({ ...TEST, nemeses: [{ name: 'kill', operations: [7] }] }),
      /test\.json: nemeses\[0\]\.operations\[0\]: expected object, found 7\. Restore the file/,
    ],
    [
      JSON.stringify({ ...TEST, ending: 'gone', troubles: 'no' }),
      /ending: expected one of "running"\|.+, found "gone" \(and 1 more\)\. Restore the file/,
    ],
    [
      JSON.stringify({ ...TEST, schema: 2, added: true }),
      /test\.json: schema: expected 1, found 2\. A newer version of zoobreak wrote this file\. Update/,
    ],
    [JSON.stringify({ ...TEST, schema: 0 }), /schema: expected 1, found 0\. Restore the file/],
  ])('%s', (text, message) =>
    inFolder(async folder => {
      writeFileSync(join(folder, 'test.json'), text);
      const error = await readTest(folder).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreError);
      expect(String(error)).toMatch(message);
      expect(String(error)).not.toContain('\n');
    }),
  );

  test('a verdict of no known form', () =>
    inFolder(async folder => {
      const checks = [{ name: 'x', verdict: { valid: 'maybe', counts: {} } }];
      writeFileSync(join(folder, 'verdict.json'), JSON.stringify({ ...VERDICT, checks }));
      await expect(readVerdict(folder)).rejects.toThrow(
        "verdict.json: checks[0].verdict.valid: expected 'true' | 'false' | 'unknown', found \"maybe\".",
      );
    }));
});

test('a file that is missing is an error, or nothing where it may be missing', () =>
  inFolder(async folder => {
    await expect(readTest(folder)).rejects.toThrow(
      `${join(folder, 'test.json')}: expected the record of a run, found nothing. Name the folder of a run`,
    );
    expect(await readVerdictIfAny(folder)).toBeUndefined();
    expect(await readStatisticsIfAny(folder)).toBeUndefined();
  }));

test('a field that is not known here is no error: a later zoobreak may add one', () =>
  inFolder(async folder => {
    writeFileSync(join(folder, 'test.json'), JSON.stringify({ ...TEST, added: true }));
    expect(await readTest(folder)).toEqual(TEST);
  }));

test('what is written is what is read', () =>
  inFolder(async folder => {
    const checks: readonly Check[] = [
      { name: 'good', verdict: { valid: true, counts: { keys: 1 }, notes: ['slow'] } },
      { name: 'bad', verdict: INVALID },
      { name: 'unknown', verdict: UNKNOWN },
    ];
    const verdict: VerdictRecord = { ...VERDICT, valid: false, checks };
    await writeRecord(folder, { test: TEST });
    await writeRecord(folder, { verdict });
    expect(await readTest(folder)).toEqual(TEST);
    const read = await readVerdict(folder);
    const readChecks: readonly Check[] = read.checks;
    expect(read).toEqual(verdict);
    expect(readChecks).toEqual(checks);
  }));
