import { describe, expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Outcome, ReadStrength } from '../../../src/contract.ts';
import { firstComes, type NamingOp, namingClient } from '../../../workloads/naming/workload.ts';
import { fakeSession, type Scripted, Tree } from '../../kit/fake-session.ts';
import { verdictOn } from '../../kit/judge.ts';
import { never } from '../../kit/never.ts';
import { spelled } from '../../kit/notation.ts';

const ROOT = '/zoobreak-naming';
const PATH = `${ROOT}/4`;
const claim = (value: number): NamingOp => ({ f: 'claim', value, key: 4 });
const lookup: NamingOp = { f: 'lookup', value: null, key: 4 };

async function apply(
  ops: readonly NamingOp[],
  script: readonly Scripted[] = [],
  reads: ReadStrength = 'local',
): Promise<readonly Outcome[]> {
  const client = namingClient(fakeSession(new Tree(ROOT), script), { reads });
  const outcomes: Outcome[] = [];
  for (const op of ops) outcomes.push(await client.invoke(op, never));
  return outcomes;
}

test('the first claim wins, the next does not, lookups find the first', async () => {
  expect(await apply([lookup, claim(7), claim(8), lookup])).toMatchObject([
    { type: 'ok', value: null },
    { type: 'ok', value: true },
    { type: 'ok', value: false },
    { type: 'ok', value: 7 },
  ]);
});

describe('a claim whose answer is lost', () => {
  const lost = { method: 'create', error: 'CONNECTIONLOSS' } as const;

  test('and that took effect has won', async () => {
    expect(await apply([claim(7)], [{ ...lost, effect: true }])).toMatchObject([
      { type: 'ok', value: true },
    ]);
  });

  test('and that did not -> fail', async () => {
    expect(await apply([claim(7)], [lost])).toMatchObject([{ type: 'fail' }]);
  });

  test('and that somebody else was faster than -> did not win', async () => {
    const faster: Scripted = { ...lost, before: tree => tree.put(PATH, '9') };
    expect(await apply([claim(7)], [faster])).toMatchObject([{ type: 'ok', value: false }]);
  });

  test('and that cannot be settled -> info', async () => {
    const unsure: Scripted = { method: 'setData', error: 'OPERATIONTIMEOUT' };
    expect(await apply([claim(7)], [lost, unsure])).toMatchObject([{ type: 'info' }]);
  });
});

test('a lookup without an answer -> fail', async () => {
  const lost: Scripted = { method: 'getData', error: 'CONNECTIONLOSS' };
  expect(await apply([lookup], [lost])).toMatchObject([{ type: 'fail' }]);
});

describe('names are given once', () => {
  const names = spelled({
    key: 4,
    reads: ['lookup'],
    outputs: { claim: answer => answer === 'won' },
  });
  const check = (words: string): unknown => verdictOn(linearizable(firstComes), names(words)).valid;

  test('one wins, lookups agree -> valid', () => {
    expect(check('0=lookup:nil 1=claim:1>won 2=claim:2>lost 3=lookup:1')).toBe(true);
  });
  test.each([
    { what: 'two win', words: '0=claim:1>won 1=claim:2>won' },
    { what: 'nobody wins, but one does not get it', words: '0=claim:1>lost' },
    { what: 'a lookup finds the loser', words: '0=claim:1>won 1=claim:2>lost 2=lookup:2' },
    { what: 'a lookup finds nobody afterwards', words: '0=claim:1>won 1=lookup:nil' },
  ])('$what -> invalid', ({ words }) => {
    expect(check(words)).toBe(false);
  });
  test('a claim in doubt may have won, and keeps the name if it has', () => {
    expect(check('0(claim:1 0?claim 1=claim:2>lost 2=lookup:1')).toBe(true);
    expect(check('0(claim:1 0?claim 1=lookup:1 2=claim:2>won')).toBe(false);
  });
});
