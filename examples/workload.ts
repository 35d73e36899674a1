/** Numbers from sequential znodes: no two are the same.
 *    take  value null   create a sequential znode   ok: its number, an integer
 *  A lost reply leaves a take `info`: a number may have been given to nobody. */
import {
  anomaly,
  type Checker,
  type Client,
  type ClientPlace,
  doubtsAbout,
  ensureZnodes,
  fromFunction,
  type Operation,
  outcomeOf,
  sequenceOf,
  sessionAt,
  verdictOf,
  type WorkloadEntry,
} from 'zoobreak/workload';

type TakeOp = { readonly f: 'take'; readonly value: null };

const ROOT = '/zoobreak-numbers';
const CLAIM = {
  claim: 'the numbers of sequential znodes under one parent never repeat',
  source: "ZooKeeper Programmer's Guide, Sequence Nodes -- Unique Naming",
};

const entry: WorkloadEntry = {
  name: 'numbers',
  doc: 'numbers from sequential znodes',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create: () => ({
    name: 'numbers',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes([ROOT], place, signal),
    open: taker,
    generator: fromFunction((): TakeOp => ({ f: 'take', value: null })),
    checkers: [unique],
  }),
};

export default entry;

function taker(place: ClientPlace): Client<TakeOp> {
  const session = sessionAt(place);
  const mode = 'persistent-sequential';
  return {
    invoke: async (_op, signal) => {
      const reply = await session.create(`${ROOT}/n-`, new Uint8Array(), { mode }, signal);
      return outcomeOf(reply, 'write', reply.ok ? sequenceOf(reply.value.path) : null);
    },
    close: () => session.close(),
  };
}

/** Every number was taken once. */
export const unique: Checker = {
  name: 'unique',
  perKey: false,
  check: history => {
    const taken = history.operations().filter(({ type }) => type === 'ok');
    const firsts = new Map<unknown, Operation>();
    const twice = taken.flatMap(operation => {
      const first = firsts.get(operation.output);
      if (first === undefined) firsts.set(operation.output, operation);
      const seen = `process ${first?.process} and process ${operation.process} got ${operation.output}`;
      return first === undefined ? [] : [anomaly('duplicate', CLAIM.claim, seen, first, operation)];
    });
    const counts = { numbers: firsts.size };
    return verdictOf({ anomalies: twice, doubts: doubtsAbout(counts, ['numbers']), counts });
  },
};
