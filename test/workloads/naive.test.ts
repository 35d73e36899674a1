/** What becomes of recipes that try a create again instead of looking for what the first try made. */
import { describe, expect, test } from 'vitest';
import { enterLine, oneBefore } from '../../src/client/line.ts';
import type { Outcome } from '../../src/contract.ts';
import { seededRandom } from '../../src/random.ts';
import { namingClient } from '../../workloads/naming/workload.ts';
import { QUEUES, queueClient } from '../../workloads/queue/client.ts';
import { fakeSession, type Scripted, Tree } from '../kit/fake-session.ts';
import { never } from '../kit/never.ts';
import { memberOf, settle, watched } from '../kit/turn-member.ts';
import { simPlan } from '../oracle/sim-plan.ts';
import { simulate } from '../oracle/simulate.ts';

/** The create takes effect, and nobody says so. */
const lost: Scripted = { method: 'create', error: 'CONNECTIONLOSS', effect: true };

describe.each([
  { naive: false, taken: [7, null] },
  { naive: true, taken: [7, 7] },
])('naive $naive', ({ naive, taken }) => {
  test(`a value that was enqueued once is taken as ${JSON.stringify(taken)}`, async () => {
    const tree = new Tree(QUEUES, `${QUEUES}/0`);
    const place = { process: 1, random: seededRandom(2) };
    const client = queueClient(fakeSession(tree, [lost]), { reads: 'quorum', naive }, place);
    await client.invoke({ f: 'enqueue', value: 7, key: 0 }, never);
    const values: Outcome['value'][] = [];
    for (let i = 0; i < 2; i++)
      values.push((await client.invoke({ f: 'dequeue', value: null, key: 0 }, never)).value);
    expect(values).toEqual(taken);
  });

  test(`a name of its own is ${naive ? "another's" : 'its own'}`, async () => {
    const session = fakeSession(new Tree('/zoobreak-naming'), [lost]);
    const client = namingClient(session, { reads: 'quorum', naive });
    const claim = await client.invoke({ f: 'claim', value: 1, key: 0 }, never);
    expect(claim).toMatchObject({ type: 'ok', value: !naive });
  });

  test(`a lock that nobody holds is ${naive ? 'waited for' : 'entered'}`, async () => {
    const turnstile = { root: '/l', enterF: 'acquire', enter: enterLine(oneBefore), naive };
    const { client } = memberOf(turnstile)(new Tree('/l', '/l/0'), 0, [lost]);
    const entry = await watched(client.invoke({ f: 'acquire', value: null, key: 0 }, never));
    await settle();
    expect(entry.outcome?.type).toBe(naive ? undefined : 'ok');
  });
});

/** On the model, servers that are killed before they say what they have done: the first seed of ten. */
test('a naive queue gives a value twice', async () => {
  const plan = simPlan({
    workload: 'queue',
    nemeses: ['kill'],
    ...{ nemesisIntervalMs: 500, timeLimitMs: 4_000, rate: 300 },
    ...{ nodes: 3, concurrency: 6, naive: true },
  });
  const found = new Set<string>();
  for (let seed = 1; seed <= 10 && !found.has('duplicate'); seed++)
    for (const { verdict } of (await simulate({ ...plan, seed })).verdicts)
      for (const { type } of verdict.valid === false ? verdict.anomalies : []) found.add(type);
  expect(found).toContain('duplicate');
});
