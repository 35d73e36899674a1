import { expect, test } from 'vitest';
import type { TurnOp } from '../../../src/client/turnstile.ts';
import type { ReadStrength } from '../../../src/contract.ts';
import type { Event } from '../../../src/history/event.ts';
import { historyOf } from '../../../src/history/history.ts';
import { views } from '../../../workloads/membership/checker.ts';
import { membershipClient } from '../../../workloads/membership/workload.ts';
import { fakeSession, type Scripted, Tree } from '../../kit/fake-session.ts';
import { placeOf } from '../exclusion/turn-member.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

/** `0 join`, `0 in 5`, `0 part`, `0 out`, `0 expired`, `0 gone`, `0 late`, `0 unsure`; `1 view`,
 *  `1 shows 5,6`; `wait 20` seconds; `heal`: the last fault. */
function judge(...lines: readonly string[]): readonly string[] | boolean | 'unknown' {
  const asked = new Map<number, string>();
  let waitedNs = 0;
  const events = lines.flatMap((line, index): Event | readonly Event[] => {
    const [who = '', verb = '', what = ''] = line.split(' ');
    if (who === 'wait') waitedNs += Number(verb) * 1e9;
    if (who === 'wait') return [];
    const time = waitedNs + index;
    if (who === 'heal')
      return { index, process: 'nemesis', f: 'heal', type: 'info', value: null, time };
    const process = Number(who);
    if (['join', 'part', 'view'].includes(verb)) asked.set(process, verb);
    const common = {
      index,
      process,
      f: asked.get(process) ?? verb,
      key: 0,
      time,
      value: null,
    };
    switch (verb) {
      case 'in':
        return {
          ...common,
          type: 'ok',
          value: { sequence: Number(what), czxid: '0x1', wakeUps: 0 },
        };
      case 'shows':
        return { ...common, type: 'ok', value: what === '' ? [] : what.split(',').map(Number) };
      case 'out':
        return { ...common, type: 'ok' };
      case 'expired':
        return { ...common, type: 'fail', error: { name: 'SESSIONEXPIRED' } };
      case 'gone':
        return { ...common, type: 'fail', error: { name: 'NONODE' } };
      case 'late':
        return { ...common, type: 'fail', error: { name: 'TOOLATE' } };
      case 'unsure':
        return { ...common, type: 'info' };
      default:
        return { ...common, type: 'invoke' };
    }
  });
  const verdict = views.check(historyOf(events), budget);
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : verdict.valid;
}
const joined = ['0 join', '0 in 5'];
const left = ['0 part', '0 out'];

test('shown from joining to leaving -> valid', () => {
  expect(judge(...joined, '1 view', '1 shows 5', ...left, '1 view', '1 shows')).toBe(true);
});

test('not shown while it is in -> missing', () => {
  expect(judge(...joined, '1 view', '1 shows', ...left)).toEqual(['missing']);
});

test('not shown while it joins, or leaves -> valid', () => {
  expect(judge('0 join', '1 view', '0 in 5', '1 shows', '1 view', '1 shows 5', ...left)).toBe(true);
  expect(judge(...joined, '1 view', '1 shows 5', '1 view', '0 part', '1 shows', '0 out')).toBe(
    true,
  );
});

test('not shown, and whether its session lived is not known -> valid', () => {
  const shown = [...joined, '1 view', '1 shows 5', '1 view', '1 shows', '0 part'];
  expect(judge(...shown, '0 expired')).toBe(true);
  expect(judge(...shown, '0 unsure')).toBe(true);
});

test('a look of its own proves that it was in until then', () => {
  const looking = [...joined, '1 view', '1 shows', '0 view', '0 shows 5'];
  expect(judge(...looking)).toEqual(['missing']);
  expect(judge(...looking.toSpliced(4, 2), '1 view', '1 shows 5')).toBe(true);
});

test('its znode was gone when it left -> vanished', () => {
  expect(judge(...joined, '1 view', '1 shows 5', '0 part', '0 gone')).toEqual(['vanished']);
});

test.each(['expired', 'unsure'])('shown long after its end was %s -> ghost', end => {
  const over = [...joined, 'heal', '0 part', `0 ${end}`];
  expect(judge(...over, 'wait 21', '1 view', '1 shows 5')).toEqual(['ghost']);
  expect(judge(...over, 'wait 19', '1 view', '1 shows 5')).toBe(true);
});

test('shown long after its end, but not long after the end of all faults -> valid', () => {
  const over = [...joined, '0 part', '0 expired', 'wait 21', 'heal'];
  expect(judge(...over, '1 view', '1 shows 5')).toBe(true);
  expect(judge(...over, '1 view', '1 shows 5', 'wait 21', '1 view', '1 shows 5')).toEqual([
    'ghost',
  ]);
});

test('shown long after it was last heard, and its end is not known -> valid', () => {
  expect(judge(...joined, 'wait 90', '1 view', '1 shows 5')).toBe(true);
});

test('shown after it has left -> ghost; while it leaves -> valid', () => {
  expect(judge(...joined, ...left, '1 view', '1 shows 5')).toEqual(['ghost']);
  expect(judge(...joined, '0 part', '1 view', '0 out', '1 shows 5')).toBe(true);
});

test('shown although nobody joined with it -> phantom; while somebody tried -> valid', () => {
  expect(judge(...joined, '1 view', '1 shows 5,9', ...left)).toEqual(['phantom']);
  expect(judge(...joined, '2 join', '1 view', '1 shows 5,9', '2 late', ...left)).toBe(true);
  expect(judge(...joined, '2 join', '2 late', '1 view', '1 shows 5,9', ...left)).toEqual([
    'phantom',
  ]);
  expect(judge('2 join', '2 unsure', ...joined, '1 view', '1 shows 5,9', ...left)).toBe(true);
});

test('shown before it asked to join -> phantom', () => {
  expect(judge('1 view', '1 shows 5', ...joined, ...left)).toEqual(['phantom']);
});

test('nobody was ever shown -> unknown', () => {
  expect(judge('1 view', '1 shows')).toBe('unknown');
});

const ROOT = '/zoobreak-membership';
const { signal } = new AbortController();
const opOf = (f: string): TurnOp => ({ f, value: null, key: 0 });

async function applied(reads: ReadStrength, ...script: readonly Scripted[]): Promise<unknown> {
  const session = fakeSession(new Tree(ROOT, `${ROOT}/0`), script);
  const client = membershipClient(placeOf(0).place, reads, () => session);
  const answers = [];
  for (const f of ['view', 'join', 'view', 'part', 'view'])
    answers.push((await client.invoke(opOf(f), signal)).value);
  return answers;
}

test('a view shows the numbers of the members', async () => {
  const member = { sequence: 0, czxid: '0x3', wakeUps: 0 };
  expect(await applied('local')).toEqual([[], member, [0], null, []]);
});

test('a view without an answer to the write before it -> fail', async () => {
  const session = fakeSession(new Tree(ROOT, `${ROOT}/0`), [
    { method: 'setData', error: 'CONNECTIONLOSS' },
  ]);
  const client = membershipClient(placeOf(0).place, 'quorum', () => session);
  expect(await client.invoke(opOf('view'), signal)).toMatchObject({ type: 'fail' });
});
