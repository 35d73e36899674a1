import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../../../src/cli/call.ts';
import { fakeTerminal } from '../../kit/fake-terminal.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-given-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** `run --print-config` with a schedule of these steps. */
async function planned(steps: string, ...flags: readonly string[]) {
  await writeFile(join(folder, 's.yaml'), `schema: 1\nsteps:\n${steps}\n`);
  const terminal = { ...fakeTerminal(), folder };
  const args = ['run', '--print-config', '--target', 'sim', '--seed', '1', '--schedule', 's.yaml'];
  const code = await call([...args, ...flags], terminal);
  return { code, ...terminal.written };
}

test('the plan holds the steps, and the nemeses that they name', async () => {
  const { code, out } = await planned(
    '  - strike: kill:leader\n  - heal: kill\n  - {at: 2 s, strike: partition}',
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    nemeses: ['kill', 'partition'],
    schedule: {
      path: 's.yaml',
      steps: [{ strike: 'kill:leader' }, { heal: 'kill' }, { at: '2 s', strike: 'partition' }],
    },
  });
});

test('the schedule that the documentation shows', async () => {
  const page = await readFile(new URL('../../../docs/schedules.md', import.meta.url), 'utf8');
  const [, shown = ''] = /```yaml\nschema: 1\nsteps:\n(.*?)```/s.exec(page) ?? [];
  const { code, err } = await planned(shown);
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

test('steps that only wait need no nemesis', async () => {
  const { out } = await planned('  - until: serving');
  expect(JSON.parse(out)).toMatchObject({ nemeses: ['none'] });
});

describe('what does not fit is refused, with exit code 254', () => {
  test.each([
    ['strike: kil', 'steps[0].strike: expected one of', 'found "kil". Did you mean "kill"?'],
    ['strike: kill:ledaer', 'steps[0].strike: expected', 'Did you mean "leader"?'],
    ['strike: kill:n9', 'expected a node from n1 to n3, found "n9".', ''],
    ['strike: none', 'steps[0].strike: expected one of', 'found "none".'],
    ['heal: kill:leader', 'steps[0].heal: expected kill without an aim', ''],
    ['{strike: kill, heal: kill}', 'steps[0].heal: expected a strike or a heal in a step', ''],
    ['{strike: "kill:one", value: {who: all}}', 'expected kill without an aim beside a value', ''],
    [
      '{strike: kill, value: {who: ledaer}}',
      'steps[0].value.who: expected one of one, minority, majority, all, named, first running, leader',
      'found "ledaer". Did you mean "leader"?',
    ],
    ['{strike: kill, value: leader}', 'steps[0].value: expected an object with the key who', ''],
    ['{strike: kill, value: {who: named, nodse: [n1]}}', 'Did you mean "nodes"?', ''],
    ['{strike: kill, value: {who: named}}', 'steps[0].value: expected the key nodes', ''],
    [
      '{strike: kill, value: {who: named, nodes: [n1, x2]}}',
      'steps[0].value.nodes[1]: expected the name of a node such as n1, found "x2".',
      '',
    ],
    [
      '{strike: slow, value: {to: {who: leader}, ports: synch, disturbance: {kind: slow, leastMs: 50, mostMs: 50, order: kept}}}',
      'steps[0].value.ports: expected one of all, quorum, sync, election, found "synch". Did you mean "sync"?',
      '',
    ],
    [
      '{strike: slow, value: {to: {who: leader}, ports: sync, disturbance: {kind: slow, leastMs: 50, mostMs: 5e9, order: kept}}}',
      'steps[0].value.disturbance.mostMs: expected a number from 5 to 3000, found "5000000000".',
      '',
    ],
    [
      '{strike: clock, operation: drift-clock, value: {n1: fast}}',
      'steps[0].value.n1: expected a number from 0.01 to 100, found "fast".',
      '',
    ],
    [
      '{strike: partition, value: {shape: halfs, ports: all, grudge: {n1: [n2]}}}',
      'steps[0].value.shape: expected one of',
      'found "halfs". Did you mean "halves"?',
    ],
    [
      '{strike: churn, operation: begin-outage-1, value: {who: leadr}}',
      'steps[0].value.who: expected one of',
      'Did you mean "leader"?',
    ],
    ['when: ledaer has 10 acknowledged writes', 'steps[0].when: expected', 'found "ledaer'],
    ['when: leader has ten acknowledged writes', 'steps[0].when: expected', ''],
    ['until: currentEpch changes on n3', 'steps[0].until: expected', ''],
    ['{value: {who: all}}', 'steps[0].value: expected a strike with it', ''],
    ['{strike: kill, value: {who: named, nodes: [n4]}}', 'found "n4".', ''],
    ['when: leader changed', 'steps[0].when: expected one of', 'Did you mean "leader changes"?'],
    ['until: n4 is down', 'steps[0].until: expected a node from n1 to n3, found "n4".', ''],
    ['wen: serving', 'steps[0]: expected the keys', 'found "wen". Did you mean "when"?'],
    [
      '{strike: clock, operation: drift-clok}',
      'steps[0].operation: expected a strike of clock: bump-clock, strobe-clock, drift-clock',
      'found "drift-clok". Did you mean "drift-clock"?',
    ],
    ['{strike: kill, operation: start}', 'expected a strike of kill: kill, found "start".', ''],
    ['{heal: kill, operation: kill}', 'expected a heal of kill: start, found "kill".', ''],
    ['{strike: kill, operation: " "}', 'expected a strike of kill: kill, found " ".', ''],
    ['at: soon', 'steps[0].at: expected text that matches', 'found "soon"'],
  ])('%s', async (step, ...said) => {
    const { code, err } = await planned(`  - ${step}`);
    expect(code).toBe(254);
    expect(err).toContain('--schedule');
    for (const text of said) expect(err).toContain(text);
  });

  test('another nemesis beside it', async () => {
    const { code, err } = await planned('  - strike: kill', '--nemesis', 'kill,pause');
    expect(code).toBe(254);
    expect(err).toContain(
      '--nemesis: expected none beside the nemeses of --schedule s.yaml, found pause.',
    );
  });

  test('survivors beside it', async () => {
    const { err } = await planned('  - strike: kill', '--survivors', 'majority');
    expect(err).toContain('--survivors: expected no --survivors majority');
  });
});
