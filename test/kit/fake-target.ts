/** A target in memory. It records the calls that it receives, and fails where the test says. */
import type { Ensemble, NodeName, Role, Target } from '../../src/contract.ts';
import { fakeEnsemble } from './fake-ensemble.ts';

interface FakeTarget extends Target {
  /** `start`, `serving`, `collect`, `remove`, in the order of the calls. */
  readonly calls: string[];
  readonly roles: Map<NodeName, Role>;
}

interface Failing {
  /** The call that rejects; `serving later`: every `serving` call but the first. */
  readonly fails?: 'start' | 'serving' | 'serving later' | 'collect' | 'remove';
}

export function fakeTarget({ fails }: Failing = {}): FakeTarget {
  const calls: string[] = [];
  const { options, roles } = fakeEnsemble(3);
  const called = async (call: string): Promise<void> => {
    const again = calls.includes(call);
    calls.push(call);
    if (fails === call || (fails === `${call} later` && again)) throw new Error(`${call}: no`);
  };
  const ensemble: Ensemble = {
    ...options.ensemble,
    facts: { image: 'none' },
    whenServing: () => called('serving'),
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
    clean: async () => ({ removed: [], left: [] }),
  };
}
