/** Containers and TTL znodes whose children come and go.
 *  visit  value {kind, id}   creates a child below a container or a TTL znode of 1 s, which are created again whenever
 *                            they are not there; reads the child back and deletes it
 *                            ok: {seen, taken}, OK or an error each
 *  tend   value {kind, id}   the first thread reads a TTL znode of 20 s, and creates and deletes a child below it; or
 *                            a container, whose one child belongs to a session that closes
 *                            ok: 'made' where the znode was not there, 'tended', or 'seen' where nothing was left to do
 * `info`: the child may be there. Children are created so often that some are in flight when a leader searches for what is
 * due: nothing is removed under them. What is due is removed all the same: that, and every reply, is judged from the
 * trace, by the checks sessions and replay. */
import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Generator, Workload, WorkloadOptions } from '../../src/contract.ts';
import { delay, eachThread, fromFunction } from '../../src/generator/index.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { childrenStay } from './children-stay.ts';
import { ROOT, type TendOp, tend, type VisitOp, visit } from './client.ts';

const KINDS = ['ttl', 'container'] as const;
/** Parents of each kind: few enough that one is often without children, and soon has one again. */
const PARENTS = 4;
const TENDED = 2;
const BETWEEN_TENDED_MS = 250;

const CLAIM: Claim = {
  claim:
    'a child that was created below a container or a TTL znode stays until it is deleted. A container that has lost its last child, and a TTL znode that nobody writes to, are removed',
  source:
    "ZooKeeper Programmer's Guide, Container Nodes and TTL Nodes (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#Container+Nodes), and ContainerManager.java",
};

export const containers: WorkloadEntry = {
  name: 'containers',
  doc: 'containers and TTL znodes whose children come and go',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  requires: ['container and TTL znodes'],
  create,
};

function create({ random }: WorkloadOptions): Workload<VisitOp | TendOp> {
  return {
    name: 'containers',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes([ROOT], place, signal),
    open: place => {
      const session = sessionAt(place);
      let visits = 0;
      return {
        invoke: ({ f, value }, signal) => {
          const name = `${place.process}-${visits++}`;
          const visitor = { session, name, open: () => sessionAt(place), signal };
          return f === 'tend' ? tend(value, visitor) : visit(value, visitor);
        },
        close: () => session.close(),
      };
    },
    generator: generatorOf(random),
    checkers: [childrenStay],
  };
}

function generatorOf(random: WorkloadOptions['random']): Generator<VisitOp | TendOp> {
  let tended = 0;
  const tending = (): TendOp => {
    const [at, id] = [tended % KINDS.length, Math.floor(tended / KINDS.length) % TENDED];
    tended++;
    return { f: 'tend', value: { kind: KINDS[at] ?? 'ttl', id } };
  };
  const visiting = (): VisitOp => ({
    f: 'visit',
    value: { kind: random.pick(KINDS), id: random.intBelow(PARENTS) },
  });
  return eachThread<VisitOp | TendOp>(thread =>
    thread === 0 ? delay(BETWEEN_TENDED_MS, tending) : fromFunction(visiting),
  );
}
