/** An ensemble in memory on a clock that jumps ahead at every sleep. Faults take effect at once,
 *  except the `toothless` ones, which have no effect. */
import type {
  Ensemble,
  EnsembleNode,
  Grudge,
  NemesisOptions,
  NodeName,
  Port,
  ProcessState,
  Role,
} from '../../src/contract.ts';
import { silentLog } from '../../src/log.ts';
import { seededRandom } from '../../src/random.ts';
import { FakeClient } from './fake-client.ts';
import { fakeDisk } from './fake-disk.ts';
import { FakeLinks } from './fake-links.ts';

export type Call =
  | ('cut' | 'heal' | 'kill' | 'stop' | 'lose-power' | 'start' | 'pause' | 'resume')
  | ('set' | 'reset' | 'disturb' | 'calm' | 'trouble' | 'damage');

export interface Fake {
  readonly options: NemesisOptions;
  readonly clients: readonly FakeClient[];
  readonly names: readonly NodeName[];
  readonly states: Map<NodeName, ProcessState>;
  readonly roles: Map<NodeName, Role>;
  /** What was done to each node's disk, in order. */
  readonly disks: ReadonlyMap<NodeName, readonly string[]>;
  /** The zxids of the nodes that answer. */
  readonly zxids: Map<NodeName, bigint>;
  /** The ports that were probed. */
  readonly probed: ReadonlySet<Port>;
  /** Returns the name of a node by its number, from 1. */
  name(number: number): NodeName;
  cut(): Grudge;
  offsetMs(node: NodeName): number;
}

export function fakeEnsemble(
  count: number,
  toothless: readonly Call[] = [],
  intervalMs = 10_000,
): Fake {
  const names = Array.from({ length: count }, (_, at) => `n${at + 1}` as NodeName);
  const bites = (call: Call): boolean => !toothless.includes(call);
  const states = new Map(names.map(name => [name, 'running' as ProcessState]));
  const roles = new Map(
    names.map((name, at) => [name, (at === 0 ? 'leader' : 'follower') as Role]),
  );
  const skews = new Map<NodeName, { offsetMs: number; rate: number; sinceMs: number }>();
  const zxids = new Map<NodeName, bigint>(names.map(name => [name, 1n]));
  const disks = new Map(names.map(name => [name, [] as string[]]));
  const probed = new Set<Port>();
  let timeMs = 0;
  let cut: Grudge = new Map();
  const offsetMs = (name: NodeName): number => {
    const skew = skews.get(name);
    return skew === undefined ? 0 : skew.offsetMs + (skew.rate - 1) * (timeMs - skew.sinceMs);
  };
  const become = (call: Call, name: NodeName, state: ProcessState): void => {
    if (bites(call)) states.set(name, state);
  };
  const node = (name: NodeName): EnsembleNode => ({
    name,
    address: { kind: 'tcp', host: name, port: 2181 },
    clock: {
      set: async skew => {
        if (bites('set')) skews.set(name, { ...skew, sinceMs: timeMs });
      },
      offsetMs: async () => offsetMs(name),
      reset: async () => {
        if (bites('reset')) skews.delete(name);
      },
    },
    start: async () => become('start', name, 'running'),
    stop: async () => become('stop', name, 'dead'),
    kill: async () => become('kill', name, 'dead'),
    losePower: async () => {
      become('lose-power', name, 'dead');
      return { bytes: 7, entries: 1 };
    },
    disk: fakeDisk(disks.get(name) ?? [], bites),
    pause: async () => become('pause', name, 'paused'),
    resume: async () => become('resume', name, 'running'),
    state: async () => states.get(name) ?? 'dead',
    role: async () => roles.get(name) ?? 'none',
    async lastZxid() {
      return zxids.get(this.name);
    },
  });
  const ensemble: Ensemble = {
    nodes: names.map(node),
    facts: {},
    network: {
      cut: async grudge => {
        if (bites('cut')) cut = grudge;
      },
      heal: async () => {
        if (bites('heal')) cut = new Map();
      },
      probe: async (from, to, port) => {
        probed.add(port);
        return states.get(to) === 'running' && !cut.get(to)?.has(from);
      },
      disturb: async disturbing => {
        if (bites('disturb')) links.disturb(disturbing);
      },
      calm: async kind => {
        if (bites('calm')) links.calm(kind);
      },
      connectMs: burst => links.connectMs(burst),
      duplicates: async name => links.duplicates(name),
      dropped: async name => (cut.get(name)?.size ?? 0) * 3,
    },
    roles: async () => roles,
    whenServing: async () => {},
    supports: () => ({ ok: true }),
    collect: async () => {},
    remove: async () => {},
  };
  const clock: NemesisOptions['clock'] = {
    nowNs: () => timeMs * 1e6,
    wallMs: () => timeMs,
    after: (_, callback) => {
      callback();
      return { cancel: () => {} };
    },
    sleep: async delayMs => {
      timeMs += delayMs;
    },
  };
  const links = new FakeLinks(clock);
  const clients = [0, 1, 2].map(thread => new FakeClient(thread));
  const options = { ensemble, clients, intervalMs, random: seededRandom(7), clock, log: silentLog };
  const name = (number: number): NodeName => `n${number}` as NodeName;
  const seen = { states, roles, zxids, disks, probed };
  return { options, names, name, clients, ...seen, cut: () => cut, offsetMs };
}
