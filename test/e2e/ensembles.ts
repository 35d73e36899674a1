/** What tests of ensembles of any target need. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ensemble, EnsembleNode, NodeName } from '../../src/contract.ts';

/** Longer than anything here takes on a busy machine. */
export const patience = (): AbortSignal => AbortSignal.timeout(90_000);

let runs = 0;
export const freshRunId = (): string => `test-${process.pid}-${runs++}`;

export function nodeAt(ensemble: Pick<Ensemble, 'nodes'>, index: number): EnsembleNode {
  const node = ensemble.nodes[index];
  if (node === undefined) throw new RangeError(`no node ${index} of ${ensemble.nodes.length}`);
  return node;
}

/** `[a, [b, c]]`: a drops what comes from b and c. */
export function grudge(
  ...each: readonly (readonly [EnsembleNode, readonly EnsembleNode[]])[]
): ReadonlyMap<NodeName, ReadonlySet<NodeName>> {
  return new Map(each.map(([node, peers]) => [node.name, new Set(peers.map(peer => peer.name))]));
}

/** A file of those that are collected of a node. */
export async function collected(
  ensemble: Ensemble,
  { name }: EnsembleNode,
  file: 'server.log' | 'zoo.cfg' | 'digest-mismatches',
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-collected-'));
  try {
    await ensemble.collect(folder, patience());
    return await readFile(join(folder, name, file), 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the server says to `ruok`. @throws {Error} 'silent' where it says nothing within a second. */
export function ruok({ address }: EnsembleNode): Promise<string> {
  if (address.kind !== 'tcp') throw new TypeError('expected a TCP address');
  const socket = createConnection(address.port, address.host, () => socket.write('ruok'));
  return new Promise<string>((resolve, reject) => {
    socket.setTimeout(1_000, () => reject(new Error('silent')));
    socket.once('data', bytes => resolve(String(bytes)));
    socket.once('error', reject);
    socket.once('end', () => reject(new Error('silent')));
  }).finally(() => socket.destroy());
}
