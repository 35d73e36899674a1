import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/contract.ts';
import { anomaliesOf, anomalyPage } from '../../src/report/anomaly-text.ts';
import { json } from '../../src/report/json.ts';
import { junitXml } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { summary } from '../../src/report/summary.ts';
import { HISTORY, INVALID, sampleRun, UNKNOWN, VALID } from '../kit/sample-run.ts';

test('summary of an invalid run: verdict, check, anomaly, numbers, what to type next', () => {
  expect(summary(sampleRun(INVALID))).toMatchInlineSnapshot(`
    "INVALID  register-partition-docker

      Not linearizable: key k1: process 1 read 0 | after 1 was acknowledged.
        results/register-partition-docker/20261122T141500/anomalies/1-nonlinearizable.txt

      linearizable  invalid  anomalies 1 (keys 1, operations 3)

      claim   synced reads, writes and cas on one znode are linearizable
      source  ZooKeeper Programmer’s Guide, Consistency Guarantees

             ok  fail  info  p50 ms  p99 ms  max ms
      write  1   0     1     2.0     2.0     2.0
      read   1   0     0     4.0     4.0     4.0
      all    2   0     1     2.0     4.0     4.0     2 ok/s

      met       elections 1
      faults    kill 2 (1 verified)
      setting   server 3.9.6, nodes 3, seed 7
      results   results/register-partition-docker/20261122T141500
      again     npx zoobreak run --seed 7
      re-check  npx zoobreak check results/register-partition-docker/20261122T141500
    "
  `);
});

test('markdown of an invalid run', () => {
  expect(markdown(sampleRun(INVALID))).toMatchInlineSnapshot(`
    "## INVALID: register-partition-docker

    **Not linearizable: key k1: process 1 read 0 \\| after 1 was acknowledged.**

    - promised: reads return the newest acknowledged write
    - type: nonlinearizable, found by linearizable
    - explained in [anomalies/1-nonlinearizable.txt](anomalies/1-nonlinearizable.txt)

    | check | verdict | looked at |
    | --- | --- | --- |
    | linearizable | INVALID | anomalies 1 (keys 1, operations 3) |

    Claim: synced reads, writes and cas on one znode are linearizable. Source: ZooKeeper Programmer’s Guide, Consistency Guarantees

    |  | ok | fail | info | p50 ms | p99 ms | max ms |  |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | write | 1 | 0 | 1 | 2.0 | 2.0 | 2.0 |  |
    | read | 1 | 0 | 0 | 4.0 | 4.0 | 4.0 |  |
    | all | 2 | 0 | 1 | 2.0 | 4.0 | 4.0 | 2 ok/s |

    - met: elections 1
    - faults: kill 2 (1 verified)
    - setting: server 3.9.6, nodes 3, seed 7
    - ran on: node 20.19.0
    - run again: \`npx zoobreak run --seed 7\`
    - check again: \`npx zoobreak check results/register-partition-docker/20261122T141500\`
    "
  `);
});

test('the page of an anomaly shows its operations and no other', () => {
  const pages = anomaliesOf(sampleRun(INVALID)).map(found => anomalyPage(found, HISTORY));
  expect(pages.join('\n')).toMatchInlineSnapshot(`
    "Not linearizable: key k1: process 1 read 0 | after 1 was acknowledged.

    type      nonlinearizable
    found by  linearizable
    promised  reads return the newest acknowledged write
    seen      key k1: process 1 read 0 | after 1 was acknowledged

    op      0  0.001000 s  process 0  node -  invoke write k1 1
    op      1  0.003000 s  process 0  node n1  ok     write k1 [1,1]  zxid 0x10000001c
    op      3  0.005000 s  process 1  node -  invoke read k1 null
    op      4  0.009000 s  process 1  node n2  ok     read k1 [0,0]

    after op 1 the register holds 1
    op 4 read 0
    "
  `);
});

describe('the first word is the verdict', () => {
  test.each([
    ['VALID', VALID],
    ['INVALID', INVALID],
    ['UNKNOWN', UNKNOWN],
  ] as const)('%s', (word, verdict: Verdict) => {
    expect(summary(sampleRun(verdict)).split(' ')[0]).toBe(word);
    expect(markdown(sampleRun(verdict))).toContain(`## ${word}: register-partition-docker`);
  });
});

test('anomalies of one kind are one sentence, with how many were found', () => {
  const [first] = INVALID.valid === false ? INVALID.anomalies : [];
  if (first === undefined) throw new Error('expected an anomaly in the sample');
  const alike = { ...INVALID, valid: false, anomalies: [first, first] } as const;
  const sentence = 'Not linearizable: key k1: process 1 read 0 | after 1 was acknowledged.';
  const lines = (verdict: Verdict) => summary(sampleRun(verdict)).split('\n');
  expect(lines(alike)).toContain(`  ${sentence} (2 in all)`);
  expect(lines({ ...alike, found: { nonlinearizable: 34 } })).toContain(
    `  ${sentence} (34 in all)`,
  );
});

test('the reports give the sentence of an anomaly in the same words', () => {
  const run = sampleRun(INVALID);
  const sentence = 'Not linearizable: key k1: process 1 read 0 | after 1 was acknowledged.';
  expect(summary(run).split('\n')[2]).toBe(`  ${sentence}`);
  expect(markdown(run).split('\n')[2]).toBe(`**${sentence.replace('|', '\\|')}**`);
  expect(junitXml({ reports: [run], crashes: [] })).toContain(`message="${sentence}"`);
  expect(json({ valid: false, reports: [run], crashes: [] })).toContain(
    `"sentence": "${sentence}"`,
  );
});

test('of twelve kinds of anomalies ten are named, the others counted', () => {
  const [first] = INVALID.valid === false ? INVALID.anomalies : [];
  if (first === undefined) throw new Error('expected an anomaly in the sample');
  const rest = Array.from({ length: 11 }, (_, at) => ({ ...first, title: `Kind ${at + 2}` }));
  const twelve = sampleRun({ ...INVALID, valid: false, anomalies: [first, ...rest] });
  for (const text of [summary(twelve), markdown(twelve)]) {
    expect(text).toContain('Kind 10: key k1');
    expect(text).not.toContain('Kind 11');
    expect(text).toContain('and 2 other kinds of anomalies in');
  }
});

test('a cut history is said to be cut', () => {
  const cut = { ...sampleRun(VALID), cut: ['its last line is not complete'] };
  const sentence = 'The history is not the whole run: its last line is not complete';
  expect(summary(cut)).toContain(sentence);
  expect(markdown(cut)).toContain(sentence);
});

describe('junit: a suite a run, a case a checker', () => {
  const of = (verdict: Verdict) => junitXml({ reports: [sampleRun(verdict)], crashes: [] });
  test('valid is a success', () =>
    expect(of(VALID)).toMatch(/tests="1" failures="0" errors="0" skipped="0"/));
  test('invalid is a failure with its words', () => {
    expect(of(INVALID)).toMatch(/tests="1" failures="1" errors="0" skipped="0"/);
    expect(of(INVALID)).toContain('process 1 read 0 | after 1 was acknowledged');
  });
  test('no two suites have one name, whatever runs there are', () => {
    const run = sampleRun(VALID);
    const other = { ...run, setting: { ...run.setting, seed: '8' } };
    const { name, setting, folder, again } = run;
    const crashes = [{ name, setting: { ...setting, seed: '9' }, folder, again, why: 'gone' }];
    const text = junitXml({ reports: [run, other, run], crashes });
    const names = [...text.matchAll(/<testsuite name="([^"]*)"/g)].map(([, found]) => found);
    const of = (seed: number) => `register-partition-docker, server 3.9.6, seed ${seed}`;
    expect(names).toEqual([of(7), of(8), `${of(7)} (2)`, of(9)]);
  });
  test('the times of its cases are the time of a run, and it says when it began', () => {
    const run = { ...sampleRun(VALID), startedAt: '2026-11-22T14:30:00.123Z' };
    const { seconds } = run.statistics;
    const text = junitXml({ reports: [run], crashes: [] });
    expect(text).toMatch(new RegExp(`<testsuite [^>]*time="${seconds}"`));
    expect(text).toMatch(/<testsuite [^>]*timestamp="2026-11-22T14:30:00"/);
    const times = [...text.matchAll(/<testcase [^>]*time="([^"]*)"/g)].map(([, time]) =>
      Number(time),
    );
    expect(times.reduce((sum, time) => sum + time, 0)).toBe(seconds);
  });
  test('unknown is an error, not a success', () =>
    expect(of(UNKNOWN)).toMatch(/tests="1" failures="0" errors="1" skipped="0"/));
});

test('json: the verdict of all, then each run with its anomalies', () => {
  const parsed: unknown = JSON.parse(
    json({ valid: false, reports: [sampleRun(VALID), sampleRun(INVALID)], crashes: [] }),
  );
  expect(parsed).toMatchObject({
    valid: false,
    runs: [
      { valid: true, anomalies: [] },
      {
        valid: false,
        checks: [{ name: 'linearizable', valid: false, counts: { keys: 1, operations: 3 } }],
        anomalies: [{ type: 'nonlinearizable', file: 'anomalies/1-nonlinearizable.txt' }],
      },
    ],
  });
});

test('what was left out is named with its reason, wherever the claim stands', () => {
  const skipped = [{ name: 'multi reads', why: '3.4.13 has none: since 3.6.0' }];
  const run = { ...sampleRun(VALID), skipped };
  expect(summary(run)).toContain('  skipped  multi reads: 3.4.13 has none: since 3.6.0\n');
  expect(markdown(run)).toContain('\nSkipped: multi reads: 3.4.13 has none: since 3.6.0\n');
  expect(JSON.parse(json({ valid: true, reports: [run], crashes: [] }))).toMatchObject({
    runs: [{ skipped }],
  });
});
