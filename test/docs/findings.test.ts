/** What was found on real servers is found again in the histories that showed it (docs/findings.md). */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readHistory } from '../../src/history/file.ts';
import { access } from '../../workloads/acl/checker.ts';
import { setFull } from '../../workloads/set/checker.ts';
import { verdictOn } from '../kit/judge.ts';

const kept = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/findings/${name}.jsonl`, import.meta.url));

test('acl, 3.9.6: a right that was revoked, acknowledged, lasts for another write', async () => {
  const verdict = verdictOn(access, await readHistory(kept('acl-revoked-late-3.9.6')));
  expect(verdict).toMatchObject({
    valid: false,
    anomalies: [{ type: 'late-revocation', operations: expect.arrayContaining([2286, 2289]) }],
  });
});

test('set, 3.9.3: creates that were acknowledged are not on n1 after a rolling restart', async () => {
  const verdict = verdictOn(setFull('quorum'), await readHistory(kept('set-lost-writes-3.9.3')));
  expect(verdict.valid === false && verdict.anomalies).toContainEqual(
    expect.objectContaining({
      type: 'lost-write',
      seen: '17 creates, acknowledged or shown by n1, n2 and n3 between 29.448 and 44.282 s, are missing on n1 at 97.489 s',
      detail: expect.arrayContaining([expect.stringMatching(/^350 of set 3, acknowledged by /)]),
    }),
  );
});
