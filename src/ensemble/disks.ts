/** The disks of nodes, and whether they can be disturbed. A shim in the server's process stands between the
 *  server and its files where a run is to disturb them (docker/images/tools/disk-shim.c). */
import type { FaultKind, PowerLoss, Support } from '../contract.ts';
import type { Agent } from './agent.ts';
import type { AgentNode } from './agent-node.ts';
import { nodeDisk } from './node-disk.ts';

/** Faults that need the shim. */
const SHIMMED: readonly FaultKind[] = ['power', 'disk'];

type DiskFault = Extract<FaultKind, 'power' | 'disk' | 'files'>;

/** The end of the path that every target loads it from. */
const LIBRARY = '/disk.so';

export function needsShim(faults: readonly FaultKind[]): boolean {
  return faults.some(fault => SHIMMED.includes(fault));
}

export interface Disks<Node> {
  /** The same nodes, with disks that can be disturbed where the servers allow it. */
  readonly nodes: readonly Node[];
  supports(fault: DiskFault): Support;
}

/** Prepares the disks of nodes that serve for the faults of a run. */
export async function disksOf<Node extends AgentNode>(
  nodes: readonly Node[],
  faults: readonly FaultKind[],
  signal: AbortSignal,
): Promise<Disks<Node>> {
  const elsewhere = await withoutFiles(nodes, signal);
  const blind = needsShim(faults) ? await withoutShim(nodes, signal) : UNASKED;
  const hasPower = faults.includes('power') && elsewhere === undefined && blind === undefined;
  if (hasPower) await Promise.all(nodes.map(({ agent }) => agent.ask(signal, 'settle')));
  const withDisk = (node: Node): Node => ({
    ...node,
    ...(elsewhere === undefined && { disk: nodeDisk(node.agent) }),
    ...(hasPower && { losePower: (abort: AbortSignal) => losePower(node.agent, abort) }),
  });
  return {
    nodes: nodes.map(withDisk),
    supports: fault => {
      if (fault === 'files') return supportUnless(elsewhere);
      return supportUnless(elsewhere ?? (faults.includes(fault) ? blind : UNASKED));
    },
  };
}

const UNASKED = 'the run did not ask for it';

const supportUnless = (why: string | undefined): Support =>
  why === undefined ? { ok: true } : { ok: false, why };

/** Why the files of some servers cannot be found; undefined where they can. */
async function withoutFiles(
  nodes: readonly AgentNode[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const said = await Promise.all(nodes.map(({ agent }) => agent.ask(signal, 'files')));
  const without = nodes.filter((_, at) => said[at] === '').map(({ name }) => name);
  return without.length === 0
    ? undefined
    : `the server of ${without.join(', ')} has no file in ZOO_DATA_DIR`;
}

/** Why some servers would not feel their disks' trouble; undefined where all would. */
async function withoutShim(
  nodes: readonly AgentNode[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const asked = nodes.map(({ agent }) => agent.ask(signal, 'shimmed', LIBRARY));
  const said = await Promise.all(asked);
  const without = nodes.filter((_, at) => said[at] === 'no').map(({ name }) => name);
  return without.length === 0
    ? undefined
    : `the server of ${without.join(', ')} did not load the disk shim (LD_PRELOAD)`;
}

/** Kills the server and takes from its disk what no fsync covers. */
async function losePower(agent: Agent, signal: AbortSignal): Promise<PowerLoss> {
  const said = await agent.ask(signal, 'power');
  const [bytes, entries] = said.split(' ').map(Number);
  if (bytes === undefined || entries === undefined)
    throw new Error(`power: expected bytes and entries, found '${said}'`);
  return { bytes, entries };
}
