/** Bugs that no workload looks for yet: each breaks its promise here, and without it the promise holds. */
import { describe, expect, test } from 'vitest';
import { bugs, rulesWith } from '../../../src/ensemble/sim/bugs.ts';
import { type Model, model } from './model.ts';

const x = Buffer.from('x');

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
  {
    bug: 'expiry-by-wall-clock',
    async see(world) {
      const [owner, other] = [world.session([world.node(1)]), world.session([world.node(2)])];
      await owner.create('/e', x, { mode: 'ephemeral' });
      for (const { clock } of world.ensemble.nodes) await clock.set({ offsetMs: 60_000, rate: 1 });
      await world.clock.sleep(2_000);
      const found = await other.exists('/e');
      return found.ok && found.value !== undefined;
    },
    kept: true,
    broken: false,
  },
  {
    bug: 'ended-session-served',
    async see(world) {
      const leader = await world.leader();
      const follower = world.ensemble.nodes.find(node => node !== leader) ?? leader;
      const [late, other] = [
        world.session([follower], { sessionTimeoutMs: 1_000 }),
        world.session([leader]),
      ];
      await late.create('/a', x);
      await follower.pause();
      const write = late.setData('/a', x);
      await world.clock.sleep(1_900);
      await follower.resume();
      await write;
      await world.clock.sleep(1_000);
      const reply = await other.getData('/a');
      return reply.ok && reply.value.stat.version;
    },
    kept: 0,
    broken: 1,
  },
  {
    bug: 'read-overtakes-write',
    async see({ session, node }) {
      const client = session([node(1)]);
      await client.create('/a', x);
      const write = client.setData('/a', x);
      const reply = await client.getData('/a');
      await write;
      return reply.ok && reply.value.stat.version;
    },
    kept: 1,
    broken: 0,
  },
  {
    bug: 'watch-fires-twice',
    async see(world) {
      let fired = 0;
      const client = world.session([world.node(1)], {
        onEvent: ({ kind }) => {
          if (kind === 'watch') fired++;
        },
      });
      await client.create('/a', x);
      await client.getData('/a', { watch: true });
      await client.setData('/a', x);
      await world.clock.sleep(100);
      return fired;
    },
    kept: 1,
    broken: 2,
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
