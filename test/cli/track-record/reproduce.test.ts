import { expect, test } from 'vitest';
import type { TrackRecordEntry } from '../../../src/cli/track-record/entry.ts';
import { reproduce, type Tried, type TryPlan } from '../../../src/cli/track-record/reproduce.ts';
import type { Verdict } from '../../../src/contract.ts';
import type { VerdictRecord } from '../../../src/store/results.ts';
import { VERDICT } from '../../kit/sample-records.ts';

const ENTRY: TrackRecordEntry = {
  name: 'ticket',
  promise: '',
  workload: 'register',
  nemeses: ['kill'],
  options: { nodes: '3', reads: 'local' },
  affected: '1',
  control: { server: '2', options: { reads: 'quorum' } },
  anomalies: ['lost-write'],
};
const { control: _, ...WITHOUT_CONTROL } = ENTRY;

function invalidBy(type: string): VerdictRecord {
  const anomaly = { type, promised: '', seen: '', operations: [] };
  const verdict: Verdict = { valid: false, anomalies: [anomaly], counts: {} };
  return { ...VERDICT, valid: false, checks: [{ name: 'a', verdict }] };
}

/** Runs with these verdicts in turn, then valid ones; returns the outcomes and what was run. */
async function outcomes(
  verdicts: readonly (VerdictRecord | undefined)[],
  tries: { readonly count: number; readonly atMost: boolean },
  entry: TrackRecordEntry = ENTRY,
) {
  const plans: TryPlan[] = [];
  const run = async (_: TrackRecordEntry, plan: TryPlan): Promise<Tried> => {
    const verdict = plans.length < verdicts.length ? verdicts[plans.length] : VERDICT;
    plans.push(plan);
    return { seconds: 1, said: '', ...(verdict !== undefined && { verdict }) };
  };
  const means = { run, told: () => {}, stop: new AbortController().signal };
  const results = await reproduce(entry, tries, means);
  return { plans, outcomes: results.map(({ kind, outcome }) => `${kind} ${outcome}`) };
}

test('runs until it is found, then the control as often', async () => {
  const found = await outcomes([VERDICT, invalidBy('lost-write')], { count: 5, atMost: true });
  expect(found.outcomes).toEqual([
    ...['affected valid', 'affected found'],
    ...['control valid', 'control valid'],
  ]);
  expect(found.plans.map(({ seed }) => seed)).toEqual([1, 2, 1, 2]);
});

test('a control has its own server and options', async () => {
  const { plans } = await outcomes([], { count: 1, atMost: true });
  expect(plans).toMatchObject([
    { server: '1', options: { nodes: '3', reads: 'local' } },
    { server: '2', options: { nodes: '3', reads: 'quorum' } },
  ]);
});

test('for a rate every try is made, also after it was found', async () => {
  const verdicts = [invalidBy('lost-write'), VERDICT, invalidBy('lost-write')];
  expect((await outcomes(verdicts, { count: 3, atMost: false }, WITHOUT_CONTROL)).outcomes).toEqual(
    ['affected found', 'affected valid', 'affected found'],
  );
});

test('another anomaly is no finding, nor is a run without a verdict', async () => {
  const verdicts = [invalidBy('phantom'), undefined, { ...VERDICT, valid: 'unknown' as const }];
  expect((await outcomes(verdicts, { count: 3, atMost: true }, WITHOUT_CONTROL)).outcomes).toEqual([
    ...['affected other', 'affected none', 'affected unknown'],
  ]);
});

test('stopped, it begins no other run', async () => {
  const stop = new AbortController();
  const run = async (): Promise<Tried> => {
    stop.abort();
    return { seconds: 1, said: '' };
  };
  const means = { run, told: () => {}, stop: stop.signal };
  expect(await reproduce(ENTRY, { count: 5, atMost: true }, means)).toHaveLength(1);
});
