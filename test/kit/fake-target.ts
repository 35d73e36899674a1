/** A target of variables: it writes down what is asked of it, and fails where it is told to. */
import type { Ensemble, EnsembleNode, NodeName, Role, Target } from '../../src/contract.ts';

export interface FakeTarget extends Target {
  /** `start`, `serving`, `collect`, `remove`, in the order in which they were asked for. */
  readonly calls: string[];
  readonly roles: Map<NodeName, Role>;
}

export interface Failing {
  /** Rejects; `serving later`: only after the first time. */
  readonly fails?: 'start' | 'serving' | 'serving later' | 'collect';
}

export function fakeTarget({ fails }: Failing = {}): FakeTarget {
  const calls: string[] = [];
  const names = ['n1', 'n2', 'n3'].map(name => name as NodeName);
  const roles = new Map<NodeName, Role>(
    names.map((name, at) => [name, at === 0 ? 'leader' : 'follower']),
  );
  const called = async (call: string): Promise<void> => {
    const again = calls.includes(call);
    calls.push(call);
    if (fails === call || (fails === `${call} later` && again)) throw new Error(`${call}: no`);
  };
  const ensemble: Ensemble = {
    nodes: names.map(fakeNode),
    network: {
      cut: async () => {},
      heal: async () => {},
      probe: async () => true,
      dropped: async () => 0,
    },
    facts: { image: 'none' },
    roles: async () => roles,
    whenServing: () => called('serving'),
    supports: () => ({ ok: true }),
    collect: () => called('collect'),
    remove: () => called('remove'),
  };
  return {
    name: 'fake',
    calls,
    roles,
    available: async () => ({ ok: true }),
    supports: () => ({ ok: true }),
    start: async () => {
      await called('start');
      return ensemble;
    },
    clean: async () => [],
  };
}

function fakeNode(name: NodeName): EnsembleNode {
  const nothing = async (): Promise<void> => {};
  return {
    name,
    address: { kind: 'tcp', host: name, port: 2181 },
    clock: { set: nothing, offsetMs: async () => 0, reset: nothing },
    start: nothing,
    kill: nothing,
    pause: nothing,
    resume: nothing,
    state: async () => 'running',
    role: async () => 'follower',
  };
}
