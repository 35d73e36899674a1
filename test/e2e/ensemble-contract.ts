/** What an ensemble promises, whatever its target: each fault bites, and is healed. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Disturbance, Ensemble, EnsembleNode, Port, Ports } from '../../src/contract.ts';
import { collected, grudge, nodeAt, patience, ruok } from './ensembles.ts';

const HOUR_MS = 3_600_000;
const NOTHING_MS = 5;

interface Subject {
  /** Starts an ensemble of three voters. */
  readonly start: () => Promise<Ensemble>;
  /** Whether its links can be disturbed. */
  readonly disturbs: boolean;
  /** Whether the epochs on its disks can be read. */
  readonly readsEpochs: boolean;
  /** What it must tell of itself, among other things. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Declares the tests of one target. */
export function keepsTheContract({ start, disturbs, readsEpochs, facts }: Subject): void {
  let ensemble: Ensemble;
  const node = (index: number): EnsembleNode => nodeAt(ensemble, index);

  beforeAll(async () => {
    ensemble = await start();
  });
  afterAll(() => ensemble.remove(patience()));
  afterEach(async () => {
    await ensemble.network.heal(patience());
    await Promise.all(
      ensemble.nodes.map(async each => {
        await each.resume(patience());
        await each.start(patience());
        await each.clock.reset(patience());
      }),
    );
    await ensemble.whenServing(patience());
  });

  describe('an ensemble that started', () => {
    test('serves, with one leader', async () => {
      const roles = await ensemble.roles(patience());
      expect([...roles.values()].sort()).toEqual(['follower', 'follower', 'leader']);
    });

    test('answers clients at its addresses', async () => {
      const replies = await Promise.all(ensemble.nodes.map(each => ruok(each)));
      expect(replies).toEqual(['imok', 'imok', 'imok']);
    });

    test('shows what its servers say', async () => {
      expect(await node(0).logTail?.(5, patience())).toMatch(/\S/);
    });

    test.skipIf(!readsEpochs)('shows the epochs on its disks', async () => {
      const files = await node(0).files?.(patience());
      expect([...(files ?? [])].map(([name, text]) => [name, text.trim()])).toEqual([
        ['currentEpoch', '1'],
        ['acceptedEpoch', '1'],
      ]);
    });

    test('tells what it runs', () => expect(ensemble.facts).toMatchObject(facts));
  });

  describe.skipIf(!disturbs)('a disturbed link', () => {
    const times = (count: number, boundMs = 900): Promise<readonly (number | undefined)[]> => {
      const [from, to] = [node(1).name, node(0).name];
      return ensemble.network.connectMs({ from, to, port: 'election', count, boundMs }, patience());
    };
    const disturb = (disturbance: Disturbance, ports: Ports = 'all'): Promise<void> => {
      const all = grudge([node(0), [node(1), node(2)]]);
      return ensemble.network.disturb({ grudge: all, ports, disturbance }, patience());
    };
    const least = (found: readonly (number | undefined)[]): number =>
      Math.min(...found.filter(time => time !== undefined));
    const most = (found: readonly (number | undefined)[]): number =>
      Math.max(...found.filter(time => time !== undefined));
    const SLOW = { kind: 'slow', leastMs: 100, mostMs: 300, order: 'mixed' } as const;
    afterEach(async () => {
      if (!disturbs) return;
      for (const kind of ['slow', 'loss', 'duplicate', 'rate', 'flap', 'hold'] as const)
        await ensemble.network.calm(kind, patience());
    });

    test('that is slow delays until it is calm', async () => {
      await disturb(SLOW);
      expect(least(await times(4))).toBeGreaterThanOrEqual(100);
      await ensemble.network.calm('slow', patience());
      expect(least(await times(4))).toBeLessThan(50);
    });

    test('that is slow on the sync port is not on the election port', async () => {
      await disturb(SLOW, 'sync');
      expect(least(await times(4))).toBeLessThan(50);
    });

    test('that loses packets loses some', async () => {
      await disturb({ kind: 'loss', percent: 50 });
      const lost = (await times(40)).filter(time => time === undefined).length;
      expect(lost).toBeGreaterThan(5);
      expect(lost).toBeLessThan(35);
    });

    test('that is thin delays what comes after much else', async () => {
      await disturb({ kind: 'rate', kbPerS: 4 });
      expect(most(await times(32, 4_000))).toBeGreaterThan(300);
    });

    test('that delivers twice is seen to by the kernel', async () => {
      const counted = (): Promise<number> => ensemble.network.duplicates(node(0).name, patience());
      const before = await counted();
      await disturb({ kind: 'duplicate', percent: 100 });
      await expect.poll(counted, { timeout: 10_000 }).toBeGreaterThan(before + 3);
    });

    test('that comes and goes lets through now and then', async () => {
      await disturb({ kind: 'flap', upMs: 300, downMs: 300 });
      const seen = new Set<boolean>();
      const look = async (): Promise<number> =>
        seen.add((await times(1, 50))[0] === undefined).size;
      await expect.poll(look, { timeout: 10_000 }).toBe(2);
    });

    test('that holds packets delivers them when it is calm', async () => {
      await disturb({ kind: 'hold' });
      expect(await times(2, 300)).toEqual([undefined, undefined]);
      const kept = times(2);
      await ensemble.network.calm('hold', patience());
      expect(await kept).not.toContain(undefined);
    });

    test('suffers two disturbances at once', async () => {
      await disturb(SLOW);
      await disturb({ kind: 'loss', percent: 50 });
      const found = await times(40);
      expect(found).toContain(undefined);
      expect(least(found)).toBeGreaterThanOrEqual(100);
    });
  });

  describe('a cut', () => {
    const reaches = (from: number, to: number, port: Port): Promise<boolean> =>
      ensemble.network.probe(node(from).name, node(to).name, port, patience());

    test('between two nodes leaves both with the third, until it is healed', async () => {
      const both = grudge([node(0), [node(1)]], [node(1), [node(0)]]);
      await ensemble.network.cut(both, 'all', patience());
      expect(await reaches(0, 1, 'election')).toBe(false);
      expect(await reaches(1, 0, 'client')).toBe(false);
      expect(await reaches(0, 2, 'election')).toBe(true);
      expect(await reaches(2, 1, 'client')).toBe(true);
      await ensemble.network.heal(patience());
      expect(await reaches(0, 1, 'election')).toBe(true);
    });

    test('one way drops packets on that side only', async () => {
      await ensemble.network.cut(grudge([node(0), [node(1)]]), 'all', patience());
      expect(await reaches(1, 0, 'election')).toBe(false);
      expect(await ensemble.network.dropped(node(0).name, patience())).toBeGreaterThan(0);
      expect(await ensemble.network.dropped(node(1).name, patience())).toBe(0);
    });

    test('of the quorum ports leaves the client port', async () => {
      await ensemble.network.cut(grudge([node(0), [node(1)]]), 'quorum', patience());
      expect(await reaches(1, 0, 'election')).toBe(false);
      expect(await reaches(1, 0, 'client')).toBe(true);
    });

    test.each([
      ['sync', 'election'],
      ['election', 'sync'],
    ] as const)('of the %s port leaves the %s port', async (cut, left) => {
      await ensemble.network.cut(grudge([node(0), [node(1)]]), cut, patience());
      expect(await reaches(1, 0, cut)).toBe(false);
      expect(await reaches(1, 0, left)).toBe(true);
      await ensemble.network.heal(patience());
      expect(await reaches(1, 0, cut)).toBe(true);
    });

    test('of the client port leaves the quorum ports', async () => {
      await ensemble.network.cut(grudge([node(0), [node(1)]]), 'client', patience());
      expect(await reaches(1, 0, 'client')).toBe(false);
      expect(await reaches(1, 0, 'election')).toBe(true);
    });

    test('off the clients leaves the node with its peers', async () => {
      const clients = new Map([[node(0).name, new Set(['clients' as const])]]);
      await ensemble.network.cut(clients, 'all', patience());
      await expect(ruok(node(0))).rejects.toThrow('silent');
      expect(await ruok(node(1))).toBe('imok');
      expect(await reaches(1, 0, 'election')).toBe(true);
      expect(await node(0).role(patience())).toMatch(/leader|follower/);
    });

    test('replaces the one before', async () => {
      await ensemble.network.cut(grudge([node(0), [node(1)]]), 'all', patience());
      await ensemble.network.cut(grudge([node(0), [node(2)]]), 'all', patience());
      expect(await reaches(1, 0, 'election')).toBe(true);
      expect(await reaches(2, 0, 'election')).toBe(false);
    });

    test('of all nodes from each other ends the quorum', async () => {
      const all = ensemble.nodes.map(
        each => [each, ensemble.nodes.filter(peer => peer !== each)] as const,
      );
      await ensemble.network.cut(grudge(...all), 'quorum', patience());
      await expect
        .poll(async () => [...(await ensemble.roles(patience())).values()], { timeout: 30_000 })
        .toEqual(['none', 'none', 'none']);
    });

    test('outlives the death and the restart of its server', async () => {
      await ensemble.network.cut(grudge([node(0), [node(1)]]), 'all', patience());
      await node(0).kill(patience());
      await node(0).start(patience());
      expect(await reaches(1, 0, 'election')).toBe(false);
    });
  });

  describe('a killed server', () => {
    test('is dead and refuses clients, and serves again after a start', async () => {
      await node(0).kill(patience());
      expect(await node(0).state(patience())).toBe('dead');
      // A connection that the kernel took while the process died is reset.
      await expect(ruok(node(0))).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
      await node(0).start(patience());
      await ensemble.whenServing(patience());
      expect(await node(0).state(patience())).toBe('running');
    });

    test('may be killed, and a running one started, again', async () => {
      await node(0).kill(patience());
      await node(0).kill(patience());
      await node(0).start(patience());
      await node(0).start(patience());
      expect(await node(0).state(patience())).toBe('running');
    });
  });

  describe('a stopped server', () => {
    test('is dead soon, and serves again after a start', async () => {
      await node(0).stop(patience());
      await expect.poll(() => node(0).state(patience()), { timeout: 10_000 }).toBe('dead');
      await node(0).start(patience());
      await ensemble.whenServing(patience());
      expect(await node(0).state(patience())).toBe('running');
    });

    test('ends although it is paused', async () => {
      await node(0).pause(patience());
      await node(0).stop(patience());
      await expect.poll(() => node(0).state(patience()), { timeout: 10_000 }).toBe('dead');
    });
  });

  describe('a paused server', () => {
    test('accepts clients and says nothing, until it is resumed', async () => {
      await node(1).pause(patience());
      expect(await node(1).state(patience())).toBe('paused');
      expect(await node(1).role(patience())).toBe('none');
      await expect(ruok(node(1))).rejects.toThrow('silent');
      await node(1).resume(patience());
      expect(await node(1).state(patience())).toBe('running');
      expect(await ruok(node(1))).toBe('imok');
    });
  });

  describe("a node's clock", () => {
    test('jumps alone: the other nodes keep theirs', async () => {
      await node(0).clock.set({ offsetMs: -HOUR_MS, rate: 1 }, patience());
      const offsets = await Promise.all(
        ensemble.nodes.map(each => each.clock.offsetMs(patience())),
      );
      expect(Math.abs(offsets[0] ?? 0)).toBeGreaterThan(HOUR_MS - NOTHING_MS);
      expect(offsets[0]).toBeLessThan(0);
      expect(Math.max(...offsets.slice(1).map(Math.abs))).toBeLessThan(NOTHING_MS);
      await node(0).clock.reset(patience());
      expect(Math.abs(await node(0).clock.offsetMs(patience()))).toBeLessThan(NOTHING_MS);
    });

    test('runs faster: a later look finds it further off', async () => {
      await node(0).clock.set({ offsetMs: 0, rate: 2 }, patience());
      const first = await node(0).clock.offsetMs(patience());
      const second = await node(0).clock.offsetMs(patience());
      expect(second).toBeGreaterThan(first);
    });

    test("is the server's too: its log is written an hour ahead", async () => {
      await node(0).clock.set({ offsetMs: HOUR_MS, rate: 1 }, patience());
      await expect
        .poll(
          async () => {
            await ruok(node(0));
            return (await lastLogged(ensemble, node(0))) - Date.now();
          },
          { timeout: 10_000 },
        )
        .toBeGreaterThan(HOUR_MS / 2);
    });
  });

  describe('what is collected', () => {
    test('is log and configuration of every node', async () => {
      for (const each of ensemble.nodes) {
        expect(await collected(ensemble, each, 'zoo.cfg')).toContain('tickTime=500');
        expect(await collected(ensemble, each, 'server.log')).toContain('QuorumPeer');
      }
    });
  });
}

/** The time of the last line that the server logged, in ms since the epoch. */
async function lastLogged(from: Ensemble, node: EnsembleNode): Promise<number> {
  const log = await collected(from, node, 'server.log');
  const times = log.match(/^\d{4}-\d\d-\d\dT[\d:.]+/gm) ?? [];
  return Date.parse(`${times.at(-1)}Z`);
}
