/** A small run to render. The caller gives its verdict; everything else is the same. */
import type { Verdict } from '../../src/contract.ts';
import type { Event } from '../../src/history/event.ts';
import { type History, historyOf } from '../../src/history/history.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import { statisticsOf } from '../../src/report/statistics.ts';

/** A write of 1 that takes 2 ms, a read of 0 that takes 4 ms, a write whose reply is lost, a partition. */
const EVENTS: readonly Event[] = [
  { index: 0, type: 'invoke', process: 0, f: 'write', key: 'k1', value: 1, time: 1e6 },
  {
    index: 1,
    type: 'ok',
    process: 0,
    f: 'write',
    key: 'k1',
    value: [1, 1],
    time: 3e6,
    node: 'n1',
    zxid: 0x10000001cn,
  },
  {
    index: 2,
    type: 'info',
    process: 'nemesis',
    f: 'start-partition',
    value: null,
    time: 4e6,
    fault: {
      nemesis: 'partition',
      affects: ['network'],
      quorum: 'may be lost',
      heal: 'stop-partition',
    },
  },
  { index: 3, type: 'invoke', process: 1, f: 'read', key: 'k1', value: null, time: 5e6 },
  { index: 4, type: 'ok', process: 1, f: 'read', key: 'k1', value: [0, 0], time: 9e6, node: 'n2' },
  { index: 5, type: 'invoke', process: 0, f: 'write', key: 'k1', value: 2, time: 10e6 },
  {
    index: 6,
    type: 'info',
    process: 0,
    f: 'write',
    key: 'k1',
    value: 2,
    time: 1001e6,
    error: { name: 'timeout' },
  },
];

export const HISTORY: History = historyOf(EVENTS);

export const VALID: Verdict = { valid: true, counts: { keys: 1, operations: 3 } };

export const INVALID: Verdict = {
  valid: false,
  counts: { keys: 1, operations: 3 },
  anomalies: [
    {
      type: 'nonlinearizable',
      promised: 'reads return the newest acknowledged write',
      seen: 'key k1: process 1 read 0 | after 1 was acknowledged',
      operations: [0, 1, 3, 4],
      detail: ['after op 1 the register holds 1', 'op 4 read 0'],
    },
  ],
};

export const UNKNOWN: Verdict = { valid: 'unknown', why: 'no fault bit', counts: {} };

export function sampleRun(verdict: Verdict): RunReport {
  return {
    name: 'register-partition-docker',
    setting: { server: '3.9.6', nodes: '3', seed: '7' },
    facts: { node: '20.19.0' },
    claim: 'synced reads, writes and cas on one znode are linearizable',
    source: 'ZooKeeper Programmer’s Guide, Consistency Guarantees',
    valid: verdict.valid,
    checks: [{ name: 'linearizable', verdict }],
    coverage: {
      elections: 1,
      'kill applied': 2,
      'kill verified': 1,
      'pause applied': 0,
      'pause verified': 0,
    },
    statistics: statisticsOf(HISTORY),
    cut: [],
    folder: 'results/register-partition-docker/20261122T141500',
    again: 'npx zoobreak run --seed 7',
    recheck: 'npx zoobreak check results/register-partition-docker/20261122T141500',
  };
}
