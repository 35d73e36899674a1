/** A model ensemble that serves, and sessions at its nodes. */
import type { NodeName } from '../../src/contract.ts';
import type { ModelEnsemble } from '../../src/ensemble/sim/model-ensemble.ts';
import type { ModelNode } from '../../src/ensemble/sim/model-node.ts';
import { simTarget } from '../../src/ensemble/sim/target.ts';
import type { VirtualClock } from '../../src/ensemble/sim/virtual-clock.ts';
import { silentLog } from '../../src/log.ts';
import { seededRandom } from '../../src/random.ts';
import { openSession, type Session, type SessionOptions } from '../../src/zookeeper/session.ts';
import { never } from './never.ts';

export interface Model {
  readonly clock: VirtualClock;
  readonly ensemble: ModelEnsemble;
  node(number: number): ModelNode;
  /** The node that leads now. */
  leader(): Promise<ModelNode>;
  /** A session pinned to these nodes, six seconds long. */
  session(nodes: readonly ModelNode[], options?: Partial<SessionOptions>): Session;
}

interface Size {
  readonly voters?: number;
  readonly observers?: number;
  readonly seed?: number;
  /** Planted. */
  readonly bug?: string;
}

/** Starts a model of three voters, unless the options say otherwise. */
export async function model({
  voters = 3,
  observers = 0,
  seed = 1,
  bug,
}: Size = {}): Promise<Model> {
  const target = simTarget({
    random: seededRandom(seed),
    log: silentLog,
    ...(bug !== undefined && { bug }),
  });
  const { clock } = target;
  const ensemble = await target.start({ runId: 'test', server: 'model', voters, observers });
  await ensemble.whenServing(never);
  const node = (number: number): ModelNode => named(ensemble, `n${number}`);
  return {
    clock,
    ensemble,
    node,
    leader: async () => {
      const roles = [...(await ensemble.roles())];
      return named(ensemble, roles.find(([, role]) => role === 'leader')?.[0] ?? 'none');
    },
    session: (nodes, options) =>
      openSession({
        servers: nodes.map(({ name, address }) => ({ node: name, address })),
        sessionTimeoutMs: 6_000,
        operationTimeoutMs: 5_000,
        clock,
        log: silentLog,
        ...options,
      }),
  };
}

/** Everything that goes between the node and the others is dropped. */
export function alone(of: ModelNode, { ensemble }: Model): Promise<void> {
  const others = ensemble.nodes.map(({ name }) => name).filter(name => name !== of.name);
  const cut = new Map<NodeName, ReadonlySet<NodeName>>([[of.name, new Set(others)]]);
  for (const other of others) cut.set(other, new Set([of.name]));
  return ensemble.network.cut(cut, 'quorum');
}

function named(ensemble: ModelEnsemble, name: string): ModelNode {
  const node = ensemble.nodes.find(each => each.name === name);
  if (node === undefined) throw new RangeError(`expected a node of the model, found ${name}`);
  return node;
}
