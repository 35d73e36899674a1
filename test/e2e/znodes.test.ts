/** Workloads about znodes, roles and members against real servers in Docker, two ensembles at a time. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnomalyType } from '../../src/anomalies.ts';
import { zoobreak } from '../kit/zoobreak.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'zoobreak-e2e-'));
});
afterAll(() => rm(root, { recursive: true }));

const LOAD = ['--rate', '100', '--time-limit', '8'];
const run = async (...flags: readonly string[]) =>
  zoobreak(['run', '--json', ...LOAD, ...flags], { folder: await mkdtemp(join(root, 'run-')) });

/** Long enough for a few of the rarest operations: what never happened is unknown. */
test.concurrent.each([
  ['multi', '8'],
  ['tree', '8'],
  ['limits', '20'],
])('%s is valid', async (workload, seconds) => {
  const { code, out } = await run('--workload', workload, '--time-limit', seconds, '--seed', '1');
  expect(JSON.parse(out)).toMatchObject({ valid: true });
  expect(code).toBe(0);
});

interface Check {
  readonly name: string;
  readonly valid: boolean | 'unknown';
  readonly counts: Readonly<Record<string, number>>;
}

/** The checks of a run, by name. The run itself may be unknown: in so short a time its rarest operation may never succeed. */
async function checksOf(...flags: readonly string[]): Promise<ReadonlyMap<string, Check>> {
  const { out } = await run(...flags);
  const { runs } = JSON.parse(out) as { runs: readonly { checks: readonly Check[] }[] };
  return new Map(runs.flatMap(each => each.checks.map(check => [check.name, check])));
}

test.concurrent('reconfig finds nothing wrong while members change', async () => {
  const checks = await checksOf('--workload', 'reconfig', '--time-limit', '15', '--seed', '1');
  expect(checks.get('configurations')?.valid).toBe(true);
  expect(checks.get('linearizable versioned-register')?.valid).toBe(true);
});

test.concurrent('observer finds nothing wrong while the voters are parted, and observers serve', async () => {
  const faults = ['--observers', '2', '--nemesis', 'voters', '--nemesis-interval', '3'];
  const checks = await checksOf('--workload', 'observer', ...faults);
  expect(checks.get('needs voters')?.counts['reads at observers']).toBeGreaterThan(0);
  expect(checks.get('needs voters')?.valid).not.toBe(false);
  expect(checks.get('linearizable versioned-register')?.valid).toBe(true);
});

/** A list is checked before the leader has applied the one that was set last. */
const LATE: readonly AnomalyType[] = ['late-revocation', 'late-grant'];

test.concurrent('acl finds nothing but lists that count late, which releases up to 3.9.6 let them', async () => {
  const { code, out } = await run('--workload', 'acl');
  expect([0, 1]).toContain(code);
  const { runs } = JSON.parse(out) as {
    runs: readonly { anomalies: readonly { type: AnomalyType }[] }[];
  };
  expect(runs).toHaveLength(1);
  const types = runs.flatMap(({ anomalies }) => anomalies.map(({ type }) => type));
  expect(types.filter(type => !LATE.includes(type))).toEqual([]);
});

test.concurrent('what 3.4 lacks is left out by name', async () => {
  const { out } = await run('--workload', 'reconfig', '--server', '3.4.13');
  const why = expect.stringContaining('3.4.13 has none: since 3.5.0') as unknown;
  expect(JSON.parse(out)).toMatchObject({
    valid: 'unknown',
    runs: [{ skipped: [{ name: 'reconfiguration', why }] }],
  });
});
