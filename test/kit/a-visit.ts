import type { ClientSession, NodeName, Visit } from '../../src/contract.ts';

/** A session that has not connected yet, at n1. */
export function aVisit(session: ClientSession = aSession()): Visit {
  return { session, node: 'n1' as NodeName };
}

export function aSession(): ClientSession {
  return { id: 0n, state: 'connecting', node: undefined, timeoutMs: 6000, move: () => {} };
}
