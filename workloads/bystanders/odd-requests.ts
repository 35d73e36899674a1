/** Requests that no client library sends, beside clients that write.
 *  write   value null      setData, any version   ok: the version it made
 *  send    value 'check'   a check of a version outside a multi, in a session of its own   ok: `OK`, or the error
 *                          that the server answered with
 * `info` of a write: it may yet take effect; of a send: nobody answered. */
import type { Workload } from '../../src/contract.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { loneCheck, type WriteOp } from './client.ts';
import { besideWriters, SOURCE } from './load.ts';

interface OddOp {
  readonly f: 'send';
  readonly value: 'check';
}

const CLAIM: Claim = {
  claim:
    'servers answer or refuse any request that a client sends, and continue to answer the other clients',
  source: SOURCE,
};

export const oddRequests: WorkloadEntry = {
  name: 'odd-requests',
  doc: 'requests that no client library sends, beside clients that write',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

function create(): Workload<OddOp | WriteOp> {
  return besideWriters<OddOp>({
    name: 'odd-requests',
    ...CLAIM,
    next: () => ({ f: 'send', value: 'check' }),
    invoke: (_, { place, signal }) => loneCheck(place, signal),
    checkers: [],
  });
}
