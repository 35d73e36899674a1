/** Numbers from sequential znodes: no two are the same.
 *    take  value null   create a sequential znode   ok: its number, an integer
 *  A lost reply leaves a take `info`: a number may have been given to nobody. */

import { ensureZnodes, sessionAt } from '../src/client/session.ts';
import type { Checker, Client, ClientPlace, Verdict, Workload } from '../src/contract.ts';
import { fromFunction } from '../src/generator/index.ts';
import type { Operation } from '../src/history/history.ts';
import { outcomeOf } from '../src/zookeeper/outcome.ts';
import type { WorkloadEntry } from '../workloads/entry.ts';

export type TakeOp = { readonly f: 'take'; readonly value: null };

const ROOT = '/zoobreak-numbers';
const CLAIM = {
  claim: 'the numbers of sequential znodes under one parent never repeat',
  source: "ZooKeeper Programmer's Guide, Sequence Nodes -- Unique Naming",
};

export const numbers: WorkloadEntry = {
  name: 'numbers',
  doc: 'numbers from sequential znodes',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create: (): Workload<TakeOp> => ({
    name: 'numbers',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes([ROOT], place, signal),
    open: taker,
    generator: fromFunction(() => ({ f: 'take', value: null })),
    checkers: [unique],
  }),
};

function taker(place: ClientPlace): Client<TakeOp> {
  const session = sessionAt(place);
  const mode = 'persistent-sequential';
  return {
    invoke: async (_op, signal) => {
      const reply = await session.create(`${ROOT}/n-`, new Uint8Array(), { mode }, signal);
      return outcomeOf(reply, 'write', reply.ok ? Number(reply.value.path.slice(-10)) : null);
    },
    close: () => session.close(),
  };
}

/** Every number was taken once. */
export const unique: Checker = {
  name: 'unique',
  perKey: false,
  check: history => {
    const taken = new Map<unknown, Operation>();
    for (const operation of history.operations().filter(({ type }) => type === 'ok')) {
      const first = taken.get(operation.output);
      if (first !== undefined) return takenTwice(first, operation);
      taken.set(operation.output, operation);
    }
    const counts = { numbers: taken.size };
    return taken.size > 0
      ? { valid: true, counts }
      : { valid: 'unknown', why: 'no number was taken', counts };
  },
};

function takenTwice(first: Operation, second: Operation): Verdict {
  const operations = [first, second].map(({ completionIndex, index }) => completionIndex ?? index);
  const anomaly = {
    type: 'duplicate-number',
    promised: CLAIM.claim,
    seen: `process ${first.process} and process ${second.process} both got ${second.output}`,
    operations,
  };
  return { valid: false, anomalies: [anomaly], counts: {} };
}
