/** A sample of the bugs that can be planted in the sim is found, and named rightly, by the workload that is named
 *  for each or by `api`: the smaller form of `npm run mutants`, which begins at the runs of docs/mutants.md. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What it prints, and its exit code. */
function mutants(
  ...args: readonly string[]
): Promise<{ readonly out: string; readonly code: unknown }> {
  const child = spawn(process.execPath, ['dist/test/oracle/mutants.js', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.on('data', chunk => {
    out += chunk;
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', code => done({ out, code }));
  });
}

/** The bugs that were planted first: of quorums, leaders, replicas, disks, requests, sessions and watches; all but
 *  snapshot-ahead, which is rare. */
const FIRST = [
  ...['read-uncommitted', 'answer-uncommitted', 'commit-without-quorum', 'two-leaders'],
  ...['deposed-leader', 'observer-votes', 'truncate-acknowledged'],
  ...['rolled-back-survives', 'no-truncation', 'lost-by-rolling-restart'],
  ...['rejoin-misses-last', 'ack-before-fsync'],
  ...['replica-diverges', 'replica-freezes', 'sync-answers-at-once'],
  ...['write-applied-twice', 'version-unchecked', 'version-checked-late', 'version-stuck'],
  ...['create-twice', 'delete-twice', 'sequence-given-twice', 'sequence-goes-back'],
  ...['children-missed', 'multi-in-part', 'multi-seen-in-part', 'acl-ignored'],
  ...['data-cut-short', 'ephemeral-outlives-session', 'ephemeral-removed-early'],
  ...['expiry-by-wall-clock', 'ended-session-served', 'older-after-move'],
  ...['read-overtakes-write', 'replies-out-of-order', 'watch-lost', 'watch-lost-on-reconnect'],
  ...['watch-fires-twice', 'watch-after-data'],
];
/** Bugs planted later: one of each group of the table. */
const LATER = [
  ...['replica-misses-creates', 'replica-misses-deletes', 'czxid-of-last-change'],
  ...['list-in-part', 'delete-with-children', 'check-unchecked', 'multi-reversed'],
  ...['write-unguarded', 'children-limited', 'identity-replaced', 'password-unchecked'],
  ...['one-shot-stays', 'snapshot-loses-owners', 'replica-cuts-data', 'only-first-hears'],
];

test('the bugs that were planted first and one of each kind are found, and named rightly', {
  timeout: 1_200_000,
}, async () => {
  const { out, code } = await mutants('--again', 'docs/mutants.md', ...FIRST, ...LATER);
  expect(out).not.toContain('NOT ');
  expect(code).toBe(0);
});
