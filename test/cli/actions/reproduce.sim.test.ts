/** The verb on the sim: a planted bug stands for the defect of a version. */
import { expect, test } from 'vitest';
import { call } from '../../../src/cli/call.ts';
import type { TrackRecordEntry } from '../../../src/cli/track-record/entry.ts';
import { inFolder } from '../../kit/fake-run.ts';
import { fakeTerminal } from '../../kit/fake-terminal.ts';

/** It starts the built command line, which is beside it only once it is built itself. */
const BUILT = new URL('../../../dist/src/cli/actions/reproduce.js', import.meta.url).href;

const ENTRY: TrackRecordEntry = {
  name: 'planted',
  promise: 'plain reads are stale',
  workload: 'register',
  nemeses: ['partition'],
  options: { target: 'sim', timeLimit: '10', reads: 'local', rate: '300' },
  affected: '3.9.6',
  control: { server: '3.9.6', options: { reads: 'quorum' } },
  anomalies: ['nonlinearizable'],
};

test('a violation is found and stored, and the control is valid', () =>
  inFolder(async folder => {
    const { reproduceAll } = await import(BUILT);
    const terminal = { ...fakeTerminal({ PATH: process.env.PATH ?? '' }), folder };
    const code = await reproduceAll(terminal, [ENTRY], { count: 5, atMost: true });
    const { out, err } = terminal.written;
    expect(err).toMatch(
      /^planted: 3\.9\.6, seed \d: found: nonlinearizable.*, \d+ s into a run of \d+ s \(results\/register/m,
    );
    expect(out).toMatch(
      /^planted: found in 1 of \d runs of 3\.9\.6.*; control 3\.9\.6: \d of \d valid$/m,
    );
    expect(code).toBe(0);
  }));

test('--list tells the command that finds an entry', async () => {
  const terminal = fakeTerminal();
  expect(await call(['reproduce', 'acl-revoked-late', '--list'], terminal)).toBe(0);
  expect(terminal.written.out).toContain('zoobreak run --workload api --nemesis none');
});

test.each([
  [['reproduce', 'acl-revoked-lte'], 'Did you mean "acl-revoked-late"?'],
  [['reproduce', '--tries', '0'], '--tries: expected a whole number from 1, found "0"'],
])('%s is refused', async (args, message) => {
  const terminal = fakeTerminal();
  expect(await call(args, terminal)).toBe(254);
  expect(terminal.written.err).toContain(message);
});
