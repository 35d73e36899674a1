import { describe, expect, test } from 'vitest';
import type { TurnOp } from '../../../src/client/turnstile.ts';
import { enterHerd } from '../../../workloads/exclusion/herd.ts';
import { type Scripted, Tree } from '../../kit/fake-session.ts';
import { never } from '../../kit/never.ts';
import { memberOf, settle, watched } from '../../kit/turn-member.ts';

const ROOT = '/herd';
const LOCK = `${ROOT}/0/lock`;
const acquire: TurnOp = { f: 'acquire', value: null, key: 0 };
const release: TurnOp = { f: 'release', value: null, key: 0 };
const herd = memberOf({ root: ROOT, enterF: 'acquire', enter: enterHerd });
const newTree = (): Tree => new Tree(ROOT, `${ROOT}/0`);

test('when the holder leaves all are woken, and one gets in', async () => {
  const tree = newTree();
  const members = [0, 1, 2].map(process => herd(tree, process));
  const entries = [];
  for (const { client } of members) entries.push(await watched(client.invoke(acquire, never)));
  expect(entries[0]?.outcome).toMatchObject({ type: 'ok', value: { sequence: 3, wakeUps: 0 } });
  await members[0]?.client.invoke(release, never);
  await settle();
  expect(entries[1]?.outcome).toMatchObject({ type: 'ok', value: { wakeUps: 1 } });
  expect(entries[2]?.outcome).toBeUndefined();
  await members[1]?.client.invoke(release, never);
  await settle();
  expect(entries[2]?.outcome).toMatchObject({ type: 'ok', value: { wakeUps: 2 } });
});

test('who waits too long fails and leaves nothing behind', async () => {
  const tree = newTree();
  const [a, b] = [herd(tree, 0), herd(tree, 1)];
  await a.client.invoke(acquire, never);
  const second = await watched(b.client.invoke(acquire, never));
  b.timeUp();
  await settle();
  expect(second.outcome).toMatchObject({ type: 'fail', error: { name: 'TOOLATE' } });
});

describe('a create whose answer is lost', () => {
  const lost = { method: 'create', error: 'CONNECTIONLOSS' } as const;
  const enter = async (...script: readonly Scripted[]) =>
    (await watched(herd(newTree(), 0, script).client.invoke(acquire, never))).outcome;

  test('and that took effect is known by what the znode holds', async () => {
    expect(await enter({ ...lost, effect: true })).toMatchObject({
      type: 'ok',
      value: { sequence: 3, czxid: '0x3' },
    });
  });

  test('and that did not -> fail', async () => {
    expect(await enter(lost)).toMatchObject({ type: 'fail', error: { name: 'NONODE' } });
  });

  test('and that somebody else was faster than -> waits', async () => {
    expect(await enter({ ...lost, before: tree => tree.put(LOCK, 'x') })).toBeUndefined();
  });

  test('and that cannot be settled -> info', async () => {
    const outcome = await enter(lost, { method: 'setData', error: 'OPERATIONTIMEOUT' });
    expect(outcome).toMatchObject({ type: 'info' });
  });
});
