/** What is stored with a run's results about its ensemble. */
import type Docker from 'dockerode';
import { LIMITS } from '../profile.ts';
import { versionIn } from '../srvr.ts';
import { within } from '../within.ts';
import type { DockerNode } from './node.ts';

/** Image, digest and version of the server, its times in ms, the engine and its kernel. */
export async function factsOf(
  docker: Docker,
  nodes: readonly DockerNode[],
  image: { readonly name: string; readonly digest: string },
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const [engine, said] = await Promise.all([
    within(signal, docker.version()),
    nodes[0]?.srvr(signal),
  ]);
  return {
    image: image.name,
    imageDigest: image.digest,
    serverVersion: versionIn(said ?? '') ?? 'unknown',
    engine: engine.Version,
    kernel: engine.KernelVersion ?? 'unknown',
    tickMs: String(LIMITS.tickMs),
    containerCheckMs: String(LIMITS.containerCheckMs),
    minSessionMs: String(LIMITS.minSessionMs),
    maxSessionMs: String(LIMITS.maxSessionMs),
  };
}
