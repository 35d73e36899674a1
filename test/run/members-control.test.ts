import { expect, test } from 'vitest';
import type { ChangeMembers, ClientPlace, MemberChange, NodeName } from '../../src/contract.ts';
import { MembersControl } from '../../src/run/members-control.ts';
import { never } from '../kit/never.ts';

const [n1, n2] = ['n1' as NodeName, 'n2' as NodeName];
const place = {} as ClientPlace;

function control(answer: (change: MemberChange) => string | undefined = () => undefined) {
  const asked: MemberChange[] = [];
  const change: ChangeMembers = async (_, wanted) => {
    asked.push(wanted);
    const why = answer(wanted);
    return why === undefined ? { line: 'server.2=h' } : { why };
  };
  const members = new MembersControl([n1, n2]);
  members.employ(change, () => place);
  return { asked, members };
}

test('a member that left joins again by the line that it had', async () => {
  const { asked, members } = control();
  expect(await members.remove(n2, never)).toBeUndefined();
  expect(await members.restore(n2, never)).toBeUndefined();
  expect(asked).toEqual([
    { kind: 'look', id: 2 },
    { kind: 'leave', id: 2 },
    { kind: 'join', line: 'server.2=h' },
  ]);
});

test('a leader that took its answer with it joins again as well', async () => {
  const { asked, members } = control(({ kind }) => (kind === 'leave' ? 'lost' : undefined));
  expect(await members.remove(n2, never)).toBe('lost');
  expect(await members.restore(n2, never)).toBeUndefined();
  expect(asked.at(-1)).toEqual({ kind: 'join', line: 'server.2=h' });
});

test('a member that never left is not asked for', async () => {
  const { asked, members } = control();
  expect(await members.restore(n1, never)).toBeUndefined();
  expect(asked).toEqual([]);
});

test('before the load nothing can be changed', async () =>
  expect(await new MembersControl([n1]).remove(n1, never)).toBe('the load has not begun'));
