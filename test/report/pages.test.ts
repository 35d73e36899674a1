import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Anomaly } from '../../src/contract.ts';
import type { Event } from '../../src/history/event.ts';
import { historyOf } from '../../src/history/history.ts';
import { decodeRun } from '../../src/page/run.ts';
import { operationsOf, sceneOf } from '../../src/report/counterexample.ts';
import { faultRows } from '../../src/report/faults.ts';
import { pageScript } from '../../src/report/page-script.ts';
import { plotsMarkup } from '../../src/report/plots-html.ts';
import { marksOf, roleSpansOf } from '../../src/report/role-spans.ts';
import { MOST_DRAWN, runDataOf } from '../../src/report/run-data.ts';
import type { RunView } from '../../src/report/run-view.ts';
import { valueText, visible } from '../../src/report/visible.ts';
import type { RolesSeen } from '../../src/store/roles.ts';
import { HISTORY, INVALID, sampleRun } from '../kit/sample-run.ts';
import { stamped } from '../kit/stamped.ts';

function viewOf(changes: Partial<RunView> = {}): RunView {
  return {
    report: sampleRun(INVALID),
    history: HISTORY,
    roles: [],
    concurrency: 2,
    startedAt: '2026-01-01T00:00:00.000Z',
    troubles: [],
    ...changes,
  };
}

describe('text from a history', () => {
  test.each([
    ['a\u0000b', 'a\\u{0}b'],
    ['\u202eevil', '\\u{202e}evil'],
    ['\u001b[31m', '\\u{1b}[31m'],
    ['half \ud800', 'half \\u{d800}'],
    ['tab\tline\n', 'tab\\u{9}line\\u{a}'],
    ['<script>', '<script>'],
    ['日本 é 🐘', '日本 é 🐘'],
  ])('%j is seen as %j', (text, seen) => expect(visible(text)).toBe(seen));

  test('what is long is cut and counted', () =>
    expect(visible('x'.repeat(1 << 20), 3)).toBe('xxx… (1048573 more characters)'));
  test('a value is JSON, bigints are digits, nothing is nothing', () =>
    expect([valueText([1n, 'a']), valueText(null), valueText(undefined)]).toEqual([
      '["1","a"]',
      '',
      '',
    ]));
});

describe('faults last from when they were asked for until their nemesis has healed', () => {
  const nemesis = (index: number, type: 'invoke' | 'info', f: string, value: unknown): Event => ({
    index,
    type,
    process: 'nemesis',
    f,
    value,
    time: index * 1e9,
  });
  const history = historyOf([
    { ...nemesis(0, 'invoke', 'read', null), process: 0 },
    { ...nemesis(1, 'info', 'read', null), process: 0, node: 'n1', type: 'ok' },
    nemesis(2, 'invoke', 'start-partition', null),
    nemesis(3, 'info', 'start-partition', {
      did: { grudge: { n1: ['n2'] } },
      verified: true,
      seen: 1,
      on: { nodes: ['n2', 'n1'] },
    }),
    nemesis(4, 'invoke', 'stop-partition', null),
    nemesis(5, 'info', 'stop-partition', { did: 'healed', verified: true }),
    nemesis(6, 'invoke', 'start-partition', null),
    nemesis(7, 'info', 'start-partition', {
      did: 'nothing',
      verified: false,
      on: { nodes: [] },
    }),
    nemesis(8, 'invoke', 'kill', null),
  ]);
  const faults = faultRows(stamped(history));

  test('healed, with the nodes that it acted on', () =>
    expect(faults[0]).toMatchObject({
      nemesis: 'partition',
      fromNs: 2e9,
      untilNs: 5e9,
      healed: true,
      verified: true,
      nodes: ['n1', 'n2'],
      on: 'n1, n2',
    }));
  test('not healed: until the end; not seen: said so', () =>
    expect(faults[1]).toMatchObject({
      fromNs: 6e9,
      untilNs: 8e9,
      healed: false,
      verified: false,
      nodes: [],
      on: '',
    }));
  test('one that never completed, of a nemesis that nobody listed, is shown too', () =>
    expect(faults[2]).toMatchObject({
      f: 'kill',
      nodes: [],
      on: 'all',
      seen: 'it never completed',
    }));
  test('client threads are named', () => {
    const cut = nemesis(0, 'info', 'cut-client', { did: 1, on: { threads: [0, 3] } });
    expect(faultRows(stamped(historyOf([cut])))[0]).toMatchObject({
      nodes: [],
      on: 'threads 0, 3',
    });
  });
});

describe('roles over time', () => {
  const roles: RolesSeen[] = [
    { time: 1e6, roles: { n1: 'leader', n10: 'follower', n2: 'follower' } },
    { time: 2e6, roles: { n1: 'none', n10: 'follower', n2: 'follower' } },
    { time: 3e6, roles: { n1: 'none', n10: 'leader', n2: 'follower' } },
  ];
  test('a span for each role, nodes in their natural order', () => {
    const spans = roleSpansOf(viewOf({ roles }));
    expect(spans.map(({ node, role, fromNs }) => `${node} ${role} ${fromNs / 1e6}`)).toEqual([
      'n1 leader 1',
      'n1 none 2',
      'n2 follower 1',
      'n10 follower 1',
      'n10 leader 3',
    ]);
  });
  test('another leader is an election', () =>
    expect(marksOf(viewOf({ roles }))).toEqual([
      { kind: 'election', atNs: 3e6, text: 'n10 leads, n1 did' },
    ]));
});

const stored = runDataOf(viewOf());
const run = await decodeRun(stored.meta, stored.operations);

test('a page of another version says that its report is to be written again', async () => {
  await expect(decodeRun('{"count":1}', stored.operations)).rejects.toThrow(
    /^run-meta: expected an object with count, .+, found \{"count":1\}\. Write the report again/,
  );
});

describe('what the page decodes is what the history holds', () => {
  test('operations, in order of their calls', () =>
    expect([0, 1, 2].map(at => run.shown(at))).toMatchObject([
      {
        index: 0,
        completion: 1,
        outcome: 'ok',
        f: 'write',
        key: 'k1',
        input: '1',
        result: '[1,1]',
        node: 'n1',
        zxid: '0x10000001c',
        call: 1,
        took: 2,
      },
      {
        index: 3,
        completion: 4,
        process: 1,
        f: 'read',
        input: '',
        result: '[0,0]',
        node: 'n2',
        took: 4,
      },
      { index: 5, completion: 6, outcome: 'info', error: 'timeout', call: 10, took: 991 },
    ]));
  test('by thread', () => expect(run.lanes.map(lane => [...lane])).toEqual([[0, 2], [1]]));
  test('faults and what ends a script is not in the JSON', () => {
    expect(run.meta.faults).toMatchObject([
      { words: 'start partition: all', from: 4, until: 1001 },
    ]);
    const hostile = historyOf([
      { index: 0, type: 'invoke', process: 0, f: '</script>', value: 1, time: 0 },
    ]);
    expect(runDataOf(viewOf({ history: hostile })).meta).not.toContain('<');
  });
});

describe('of a long run a page', () => {
  const write = (index: number, process: number, type: 'invoke' | 'ok'): Event => {
    return { index, type, process, f: 'write', value: 1, time: index * 1e6 };
  };
  const long = historyOf([
    ...[write(0, 0, 'invoke'), write(1, 1, 'invoke'), write(2, 1, 'ok')],
    ...[write(3, 1, 'invoke'), write(4, 1, 'ok'), write(5, 0, 'ok')],
  ]);

  test('holds the first operations, as they ended', async () => {
    const { meta, operations } = runDataOf(viewOf({ history: long }), 2);
    const drawn = await decodeRun(meta, operations);
    expect(drawn.count).toBe(2);
    expect([0, 1].map(at => drawn.shown(at))).toMatchObject([
      { index: 0, outcome: 'ok', took: 5 },
      { index: 1, outcome: 'ok' },
    ]);
  });

  test('says how many they are', () => {
    const many = Object.create(long, { operationCount: { value: MOST_DRAWN + 1 } });
    const text = String(plotsMarkup(viewOf({ history: many })));
    expect(text).toContain('the first 500,000 of 500,001 operations');
    expect(String(plotsMarkup(viewOf()))).not.toContain('The verdict and the tables');
  });
});

describe('a counterexample as a scene', () => {
  const [anomaly] = INVALID.valid === false ? INVALID.anomalies : [];
  if (anomaly === undefined) throw new Error('expected an anomaly in the sample');
  const explained: Anomaly = {
    ...anomaly,
    counterexample: {
      operations: [0, 3],
      core: [3],
      attempts: [
        {
          from: 'nothing',
          steps: [{ operation: 0, state: '1' }],
          blocked: [{ operation: 3, why: 'it would read 1' }],
        },
      ],
    },
  };
  const sceneFor = (each: Anomaly) => sceneOf(each, operationsOf([each], HISTORY));

  test('a row a process, a column an event', () => {
    const { processes, bars, timesNs } = sceneFor(anomaly);
    expect({ processes, timesNs }).toEqual({ processes: [0, 1], timesNs: [1e6, 3e6, 5e6, 9e6] });
    expect(bars.map(({ row, from, until }) => [row, from, until])).toEqual([
      [0, 0, 1],
      [1, 2, 3],
    ]);
  });
  test('placed with the states around it, or blocked with the reason', () =>
    expect(sceneFor(explained).bars).toMatchObject([
      { isCore: false, placing: { place: 1, before: 'nothing', after: '1' } },
      { isCore: true, blocked: 'it would read 1' },
    ]));
});

test('the script of a page is one module without imports, in which no name is twice', () => {
  const script = pageScript();
  expect(script).not.toMatch(/^(import|export) /m);
  expect(() => new vm.Script(`(async () => {'use strict'; ${script}})`)).not.toThrow();
  const names = [...script.matchAll(/^(?:async )?(?:function|class|const|let) (\w+)/gm)].map(
    ([, name]) => name,
  );
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
