/** What is stored with a run's results about its ensemble of hosts. */
import { LIMITS } from '../profile.ts';
import { versionIn } from '../srvr.ts';
import type { SshNode } from './node.ts';
import type { ServerSource } from './server-source.ts';

/** The server and where it came from, its times in ms, and the hosts: `n1 h1 10.0.0.1 java 17.0.9 nft`. */
export async function factsOf(
  nodes: readonly SshNode[],
  source: ServerSource,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const version = versionIn((await nodes[0]?.srvr(signal)) ?? '') ?? 'unknown';
  const origin = source.kind === 'archive' ? `${source.name} ${source.hash}` : source.kind;
  return {
    server: `${version} (${origin})`,
    serverVersion: version,
    hosts: nodes.map(hostLine).join('; '),
    tickMs: String(LIMITS.tickMs),
    containerCheckMs: String(LIMITS.containerCheckMs),
    minSessionMs: String(LIMITS.minSessionMs),
    maxSessionMs: String(LIMITS.maxSessionMs),
  };
}

function hostLine({ name, host, facts }: SshNode): string {
  return `${name} ${host.name} ${host.address} java ${facts.java} ${facts.filter.kind}`;
}
