import { expect, test } from 'vitest';
import type { TurnOp } from '../../../src/client/turnstile.ts';
import type { ReadStrength } from '../../../src/contract.ts';
import { views } from '../../../workloads/membership/checker.ts';
import { membershipClient } from '../../../workloads/membership/workload.ts';
import { fakeSession, type Scripted, Tree } from '../../kit/fake-session.ts';
import { judged } from '../../kit/judge.ts';
import { never } from '../../kit/never.ts';
import { type Part, spelled } from '../../kit/notation.ts';
import { placeOf } from '../../kit/turn-member.ts';

const group = spelled({
  key: 0,
  reads: ['view'],
  outputs: { join: sequence => ({ sequence, czxid: '0x1', wakeUps: 0 }) },
});
/** Members join with a number, and part; views show the numbers of those that are in. */
const judge = (...words: readonly Part[]) => judged(views, group(words));
const joined = '0(join 0)join:5';
const left = '0(part 0)part';

test('shown from joining to leaving -> valid', () => {
  expect(judge(joined, '1=view:[5]', left, '1=view:[]')).toBe(true);
});

test('not shown while it is in -> stale-read', () => {
  expect(judge(joined, '1=view:[]', left)).toEqual(['stale-read']);
});

test('not shown while it joins, or leaves -> valid', () => {
  expect(judge('0(join 1(view 0)join:5 1)view:[] 1=view:[5]', left)).toBe(true);
  expect(judge(joined, '1=view:[5] 1(view 0(part 1)view:[] 0)part')).toBe(true);
});

test('not shown, and whether its session lived is not known -> valid', () => {
  const shown = [joined, '1=view:[5] 1=view:[] 0(part'];
  expect(judge(shown, '0!part.SESSIONEXPIRED')).toBe(true);
  expect(judge(shown, '0?part')).toBe(true);
});

test('a look of its own proves that it was in until then', () => {
  expect(judge(joined, '1=view:[] 0=view:[5]')).toEqual(['stale-read']);
  expect(judge(joined, '1=view:[] 1=view:[5]')).toBe(true);
});

test('its znode was gone when it left -> lost-ephemeral', () => {
  expect(judge(joined, '1=view:[5] 0(part 0!part.NONODE')).toEqual(['lost-ephemeral']);
});

test.each([
  ['expired', '0!part.SESSIONEXPIRED'],
  ['unsure', '0?part'],
])('shown long after its end was %s -> ghost-ephemeral', (_, end) => {
  const over = [joined, '*heal 0(part', end];
  expect(judge(over, '+21s 1=view:[5]')).toEqual(['ghost-ephemeral']);
  expect(judge(over, '+19s 1=view:[5]')).toBe(true);
});

test('shown long after its end, but not long after the end of all faults -> valid', () => {
  const over = [joined, '0(part 0!part.SESSIONEXPIRED +21s *heal'];
  expect(judge(over, '1=view:[5]')).toBe(true);
  expect(judge(over, '1=view:[5] +21s 1=view:[5]')).toEqual(['ghost-ephemeral']);
});

test('shown long after it was last heard, and its end is not known -> valid', () => {
  expect(judge(joined, '+90s 1=view:[5]')).toBe(true);
});

test('shown after it has left -> ghost-ephemeral; while it leaves -> valid', () => {
  expect(judge(joined, left, '1=view:[5]')).toEqual(['ghost-ephemeral']);
  expect(judge(joined, '0(part 1(view 0)part 1)view:[5]')).toBe(true);
});

test('shown although nobody joined with it -> phantom; while somebody tried -> valid', () => {
  expect(judge(joined, '1=view:[5,9]', left)).toEqual(['phantom']);
  expect(judge(joined, '2(join 1=view:[5,9] 2!join.TOOLATE', left)).toBe(true);
  expect(judge(joined, '2(join 2!join.TOOLATE 1=view:[5,9]', left)).toEqual(['phantom']);
  expect(judge('2(join 2?join', joined, '1=view:[5,9]', left)).toBe(true);
});

test('shown before it asked to join -> phantom', () => {
  expect(judge('1=view:[5]', joined, left)).toEqual(['phantom']);
});

test('nobody was ever shown -> unknown', () => {
  expect(judge('1=view:[]')).toBe('unknown');
});

const ROOT = '/zoobreak-membership';
const opOf = (f: string): TurnOp => ({ f, value: null, key: 0 });

async function applied(reads: ReadStrength, ...script: readonly Scripted[]): Promise<unknown> {
  const session = fakeSession(new Tree(ROOT, `${ROOT}/0`), script);
  const client = membershipClient(placeOf(0).place, reads, () => session);
  const answers = [];
  for (const f of ['view', 'join', 'view', 'part', 'view'])
    answers.push((await client.invoke(opOf(f), never)).value);
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
  expect(await client.invoke(opOf('view'), never)).toMatchObject({ type: 'fail' });
});
