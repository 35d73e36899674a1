/** Helping up servers that did not stand a fault: one that has died is started, one that has run but does not serve
 *  is killed and started, as an operator does. */
import type {
  EnsembleNode,
  NemesisOptions,
  NodeName,
  ProcessState,
  Role,
} from '../src/contract.ts';
import { roleWithin } from './observe.ts';

/** How long a node that runs may take to serve before it is started anew. */
const SERVE_BOUND_MS = 3_000;

export interface Revival {
  /** Nodes that were started, because they were dead or did not serve. */
  readonly started: readonly NodeName[];
  readonly seen: Readonly<Record<NodeName, { readonly state: ProcessState; readonly role: Role }>>;
}

/** Resolves when each node runs, or has ended again within the bound. */
export async function revive(
  nodes: readonly EnsembleNode[],
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<Revival> {
  const started: NodeName[] = [];
  const seen: Record<NodeName, { state: ProcessState; role: Role }> = {};
  await Promise.all(
    nodes.map(async node => {
      const isServing = (await roleOf(node, options, signal)) !== 'none';
      if (!isServing) {
        started.push(node.name);
        await node.kill(signal);
        await node.start(signal);
      }
      const role = isServing ? await node.role(signal) : await roleOf(node, options, signal);
      seen[node.name] = { state: await node.state(signal), role };
    }),
  );
  return { started, seen };
}

/** The role that a node has within the bound; a dead one has none. */
async function roleOf(
  node: EnsembleNode,
  { clock }: NemesisOptions,
  signal: AbortSignal,
): Promise<Role> {
  if ((await node.state(signal)) === 'dead') return 'none';
  return roleWithin(node, { clock, signal, boundMs: SERVE_BOUND_MS });
}
