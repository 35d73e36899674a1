import { expect, test } from 'vitest';
import { BUILT_IN } from '../../../src/cli/modules/repertoire.ts';
import { workloadOf } from '../../../src/cli/runs/planned.ts';
import { seededRandom } from '../../../src/random.ts';
import type { TestPlan } from '../../../src/store/records/plan.ts';
import { TEST } from '../../kit/sample-records.ts';

const planned = (change: Partial<TestPlan>) =>
  workloadOf({ ...TEST.plan, target: 'docker', ...change }, seededRandom(1), BUILT_IN);

test('plain reads are promised by a server whose profile says so, with its source', () => {
  const local = { workload: 'register', reads: 'local' } as const;
  expect(planned(local).promised).toBe(false);
  expect(planned({ ...local, profile: 'clickhouse-keeper' }).promised).toBe(false);
  const linearizable = planned({ ...local, profile: 'clickhouse-keeper-quorum-reads' });
  expect(linearizable).not.toHaveProperty('promised');
  expect(linearizable.source).toContain('quorum_reads');
});

test('a profile leaves the promises of other reads and of other claims as they are', () => {
  const profile = 'clickhouse-keeper-quorum-reads';
  const quorum = { workload: 'register', reads: 'quorum' } as const;
  expect(planned({ ...quorum, profile }).source).toBe(planned(quorum).source);
});

test('what a profile lacks is skipped by name, on no model', () => {
  const api = { workload: 'api', profile: 'raftkeeper' } as const;
  const ttl = { name: 'container and TTL znodes', why: expect.stringContaining('RaftKeeper') };
  expect(planned(api).skipped).toContainEqual(ttl);
  expect(planned({ workload: 'api' }).skipped).not.toContainEqual(ttl);
  expect(planned({ ...api, target: 'sim' }).skipped).not.toContainEqual(ttl);
});
