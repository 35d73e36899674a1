import { describe, expect, test } from 'vitest';
import { enterLine, oneBefore } from '../../src/client/line.ts';
import type { TurnOp } from '../../src/client/turnstile.ts';
import type { Outcome } from '../../src/contract.ts';
import { type Scripted, Tree } from '../kit/fake-session.ts';
import { never } from '../kit/never.ts';
import { memberOf, settle, watched } from '../kit/turn-member.ts';

const ROOT = '/lock';
const acquire: TurnOp = { f: 'acquire', value: null, key: 0 };
const release: TurnOp = { f: 'release', value: null, key: 0 };

const line = memberOf({ root: ROOT, enterF: 'acquire', enter: enterLine(oneBefore) });
const newTree = (): Tree => new Tree(ROOT, `${ROOT}/0`);
const lineOf = (tree: Tree): readonly string[] => tree.childrenOf(`${ROOT}/0`);
test('the first gets in at once, the second when the first has left', async () => {
  const tree = newTree();
  const [a, b] = [line(tree, 0), line(tree, 1)];
  expect(await a.client.invoke(acquire, never)).toMatchObject({
    type: 'ok',
    value: { sequence: 0, czxid: '0x3' },
  });
  const second = await watched(b.client.invoke(acquire, never));
  expect(second.outcome).toBeUndefined();
  expect(await a.client.invoke(release, never)).toMatchObject({ type: 'ok', value: null });
  await settle();
  expect(second.outcome).toMatchObject({ type: 'ok', value: { sequence: 1 } });
});

test('nobody but the next is woken', async () => {
  const tree = newTree();
  const members = [0, 1, 2].map(process => line(tree, process));
  const entries = [];
  for (const { client } of members) entries.push(await watched(client.invoke(acquire, never)));
  const calls = members[2]?.session.calls.length;
  await members[0]?.client.invoke(release, never);
  await settle();
  expect(entries[1]?.outcome).toMatchObject({ type: 'ok' });
  expect(members[2]?.session.calls).toHaveLength(calls ?? 0);
});

test('who waits too long gets out of the line and fails', async () => {
  const tree = newTree();
  const [a, b] = [line(tree, 0), line(tree, 1)];
  await a.client.invoke(acquire, never);
  const second = await watched(b.client.invoke(acquire, never));
  b.timeUp();
  await settle();
  expect(second.outcome).toMatchObject({ type: 'fail', error: { name: 'TOOLATE' } });
  expect(lineOf(tree)).toHaveLength(1);
});

test('who waits too long and cannot be sure to be out of the line -> info', async () => {
  const tree = newTree();
  const lost: Scripted = { method: 'delete', error: 'CONNECTIONLOSS', left: false };
  const [a, b] = [line(tree, 0), line(tree, 1, [lost])];
  await a.client.invoke(acquire, never);
  const second = await watched(b.client.invoke(acquire, never));
  b.timeUp();
  await settle();
  expect(second.outcome).toMatchObject({ type: 'info' });
});

describe('a create whose answer is lost', () => {
  test('and that took effect is found again by its name', async () => {
    const lost: Scripted = { method: 'create', error: 'CONNECTIONLOSS', effect: true };
    const tree = newTree();
    const outcome = await line(tree, 0, [lost]).client.invoke(acquire, never);
    expect(outcome).toMatchObject({ type: 'ok', value: { sequence: 0, czxid: '0x3' } });
    expect(lineOf(tree)).toHaveLength(1);
  });

  test('and that did not -> fail', async () => {
    const lost: Scripted = { method: 'create', error: 'CONNECTIONLOSS' };
    const outcome = await line(newTree(), 0, [lost]).client.invoke(acquire, never);
    expect(outcome).toMatchObject({ type: 'fail', error: { name: 'CONNECTIONLOSS' } });
  });

  test('and that cannot be looked for -> info', async () => {
    const script: readonly Scripted[] = [
      { method: 'create', error: 'CONNECTIONLOSS', effect: true },
      { method: 'setData', error: 'OPERATIONTIMEOUT' },
    ];
    const outcome = await line(newTree(), 0, script).client.invoke(acquire, never);
    expect(outcome).toMatchObject({ type: 'info', error: { name: 'CONNECTIONLOSS' } });
  });
});

test('a list without its own znode -> fail, not in', async () => {
  const gone: Scripted = {
    method: 'getChildren',
    before: tree => {
      for (const name of lineOf(tree)) tree.remove(`${ROOT}/0/${name}`);
    },
  };
  const outcome = await line(newTree(), 0, [gone]).client.invoke(acquire, never);
  expect(outcome).toMatchObject({ type: 'fail', error: { name: 'GONE' } });
});

test('a session that is over while it waits -> in doubt, with the error that retires the process', async () => {
  const over: Scripted = { method: 'getChildren', error: 'SESSIONEXPIRED' };
  const outcome = await line(newTree(), 0, [over]).client.invoke(acquire, never);
  expect(outcome).toMatchObject({ type: 'info', error: { name: 'SESSIONEXPIRED' } });
});

describe('release', () => {
  const releaseAfter = async (...script: readonly Scripted[]): Promise<readonly Outcome[]> => {
    const { client } = line(newTree(), 0, script);
    await client.invoke(acquire, never);
    return [await client.invoke(release, never), await client.invoke(release, never)];
  };

  test('by who is not in -> fail', async () => {
    const outcome = await line(newTree(), 0).client.invoke(release, never);
    expect(outcome).toMatchObject({ type: 'fail', error: { name: 'NOTINSIDE' } });
  });

  test('that never left is tried again', async () => {
    const lost: Scripted = { method: 'delete', error: 'OPERATIONTIMEOUT', left: false };
    expect(await releaseAfter(lost)).toMatchObject([{ type: 'fail' }, { type: 'ok' }]);
  });

  test('whose answer is lost -> info', async () => {
    const lost: Scripted = { method: 'delete', error: 'CONNECTIONLOSS' };
    expect(await releaseAfter(lost)).toMatchObject([
      { type: 'info' },
      { type: 'fail', error: { name: 'NOTINSIDE' } },
    ]);
  });
});
