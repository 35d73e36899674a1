/** Bugs that no workload looks for yet: each breaks its promise here, and without it the promise holds. */
import { describe, expect, test } from 'vitest';
import { bugs, rulesWith } from '../../../src/ensemble/sim/bugs.ts';
import { type Model, model } from './model.ts';

/** What a client sees of the promise: without the bug, and with it. */
interface Broken {
  readonly bug: string;
  readonly see: (world: Model) => Promise<unknown>;
  readonly kept: unknown;
  readonly broken: unknown;
}

const cases: readonly Broken[] = [
  {
    bug: 'data-cut-short',
    async see({ session, node }) {
      const client = session([node(1)]);
      await client.create('/a', Buffer.alloc(5_000));
      const reply = await client.getData('/a');
      return reply.ok && reply.value.data.length;
    },
    kept: 5_000,
    broken: 4_096,
  },
];

describe.each(cases)('$bug', ({ bug, see, kept, broken }) => {
  test('without it the promise holds', async () => expect(await see(await model())).toEqual(kept));
  test('with it the promise is broken', async () =>
    expect(await see(await model({ bug }))).toEqual(broken));
});

test('those are all the bugs that no workload looks for', () => {
  const lonely = bugs.filter(({ shownBy }) => shownBy === undefined).map(({ name }) => name);
  expect(lonely.toSorted()).toEqual(cases.map(({ bug }) => bug).toSorted());
});

test('an unknown bug is refused with the names of those that there are', () => {
  expect(() => rulesWith('nope')).toThrow(
    /^bug: expected one of read-uncommitted, .*, found nope$/,
  );
});
