/** What is stored with a run's results about its ensemble, and what its servers can be made to suffer. */
import type Docker from 'dockerode';
import type { Support } from '../../contract.ts';
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
    minSessionMs: String(LIMITS.minSessionMs),
    maxSessionMs: String(LIMITS.maxSessionMs),
  };
}

/** A server that is linked statically, or starts with a clean environment, does not load the shim. */
export async function clockSupportOf(
  nodes: readonly DockerNode[],
  signal: AbortSignal,
): Promise<Support> {
  const said = await Promise.all(nodes.map(({ agent }) => agent.ask(signal, 'shimmed')));
  const without = nodes.filter((_, index) => said[index] === 'no');
  if (without.length === 0) return { ok: true };
  const names = without.map(({ name }) => name).join(', ');
  return { ok: false, why: `the server of ${names} did not load the clock shim (LD_PRELOAD)` };
}
