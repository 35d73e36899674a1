/** The disk of a node in Docker: the volume /disk, which its server and its sidecar share. A shim in the server's
 *  process stands between the two where a run is to disturb the disk (docker/images/tools/disk-shim.c). */
import type { FaultKind, PowerLoss, Support } from '../../contract.ts';
import type { Agent } from '../agent.ts';
import type { DockerNode } from './node.ts';

/** Faults that need the shim. */
const SHIMMED: readonly FaultKind[] = ['power'];

export function needsShim(faults: readonly FaultKind[]): boolean {
  return faults.some(fault => SHIMMED.includes(fault));
}

interface Disks {
  /** The same nodes, which lose power where their disks allow it. */
  readonly nodes: readonly DockerNode[];
  /** Whether a fault of disks can be injected; undefined for any other fault. */
  supports(fault: FaultKind): Support | undefined;
}

/** Prepares the disks of nodes that serve for the faults of a run. */
export async function disksOf(
  nodes: readonly DockerNode[],
  faults: readonly FaultKind[],
  signal: AbortSignal,
): Promise<Disks> {
  const why = needsShim(faults) ? await whyNot(nodes, signal) : 'the run did not ask for it';
  const able = why === undefined;
  if (able) await Promise.all(nodes.map(({ agent }) => agent.ask(signal, 'settle')));
  return {
    nodes: able ? nodes.map(withPower) : nodes,
    supports: fault => {
      if (!SHIMMED.includes(fault)) return undefined;
      return why === undefined ? { ok: true } : { ok: false, why };
    },
  };
}

/** Why the shim sees nothing of a server's files; undefined where it does. */
async function whyNot(
  nodes: readonly DockerNode[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const without = async (verb: string, found: string, ...words: string[]): Promise<string> => {
    const said = await Promise.all(nodes.map(({ agent }) => agent.ask(signal, verb, ...words)));
    return nodes.flatMap(({ name }, at) => (said[at] === found ? [name] : [])).join(', ');
  };
  const blind = await without('shimmed', 'no', '/zoobreak/disk.so');
  if (blind !== '') return `the server of ${blind} did not load the disk shim (LD_PRELOAD)`;
  const elsewhere = await without('files', '');
  return elsewhere === '' ? undefined : `the server of ${elsewhere} has no file in ZOO_DATA_DIR`;
}

function withPower(node: DockerNode): DockerNode {
  return { ...node, losePower: signal => losePower(node.agent, signal) };
}

/** Kills the server and takes from its disk what no fsync covers. */
async function losePower(agent: Agent, signal: AbortSignal): Promise<PowerLoss> {
  const said = await agent.ask(signal, 'power');
  const [bytes, entries] = said.split(' ').map(Number);
  if (bytes === undefined || entries === undefined)
    throw new Error(`power: expected bytes and entries, found '${said}'`);
  return { bytes, entries };
}
