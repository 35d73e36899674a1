import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cardOf } from '../../../src/cli/output/run-cards.ts';
import { writeRecord } from '../../../src/store/results.ts';
import { inFolder, plan } from '../../kit/fake-run.ts';
import { TEST, VERDICT } from '../../kit/sample-records.ts';

const LONG = 'x'.repeat(5000);

/** The texts of a card, in which a history may be quoted at any length. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test('no text of a card is longer than 2000 characters', () =>
  inFolder(async root => {
    const folder = join(root, 'fake/20261122T143000.000Z');
    mkdirSync(folder, { recursive: true });
    await writeRecord(folder, {
      test: {
        ...TEST,
        plan: { ...plan, workload: LONG, nemeses: [LONG], target: LONG },
        versions: { commit: LONG },
        ensemble: { server: LONG },
        workload: { ...TEST.workload, claim: LONG, source: LONG },
      },
    });
    const anomaly = { type: LONG, promised: LONG, seen: LONG, operations: [] };
    const verdict = { valid: false as const, counts: {}, anomalies: [anomaly] as const };
    const unsure = { valid: 'unknown' as const, counts: {}, why: LONG };
    const checks = [
      { name: LONG, verdict },
      { name: 'y', verdict: unsure },
    ];
    await writeRecord(folder, { verdict: { ...VERDICT, valid: 'unknown', checks } });
    const lengths = textsIn(await cardOf(folder, 0)).map(text => text.length);
    expect(Math.max(...lengths)).toBe(2000);
  }));
