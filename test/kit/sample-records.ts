/** Small records of a stored run, each as its schema says. */
import type { TestRecord, VerdictRecord } from '../../src/store/results.ts';
import { plan } from './fake-run.ts';

export const TEST: TestRecord = {
  schema: 1,
  plan,
  ending: 'complete',
  startedAt: '2026-11-22T14:30:00.000Z',
  versions: {},
  ensemble: {},
  workload: { name: 'fake', claim: '', source: '', checkers: [] },
  nemeses: [],
  troubles: [],
  doubts: [],
};

export const VERDICT: VerdictRecord = {
  valid: true,
  cut: [],
  checks: [],
  counts: {},
  coverage: {},
};
