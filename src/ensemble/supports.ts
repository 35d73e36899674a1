/** Which faults a running ensemble can be made to suffer, found out once by trying. */
import type { FaultKind, Support } from '../contract.ts';
import { AgentError } from './agent.ts';
import type { AgentNode } from './agent-node.ts';
import type { Disks } from './disks.ts';

/** Who shares a kernel with others needs its root to keep a process from a core, or from memory. */
export const NO_LIMITS: Support = {
  ok: false,
  why: 'it would need control groups of the machine, which belong to its root; Docker (--target docker) can do it',
};

/** A host has the one server that the run brought, or found there. */
export const NO_UPGRADE: Support = {
  ok: false,
  why: 'a host has one version of the server; Docker (--target docker) has several in one image',
};

/** Changes of members need a super user, whose password the servers are started with. */
export const NO_MEMBERSHIP: Support = {
  ok: false,
  why: 'its servers have no super user, who alone may change members; Docker (--target docker) can do it',
};

export async function supportsOf(
  nodes: readonly AgentNode[],
  disks: Pick<Disks<AgentNode>, 'supports'>,
  signal: AbortSignal,
): Promise<(fault: FaultKind) => Support> {
  const [clock, cuts] = await Promise.all([clockSupport(nodes, signal), cutSupport(nodes, signal)]);
  return fault => {
    switch (fault) {
      case 'clock':
        return clock;
      case 'partition':
      case 'partition-quorum-ports':
      case 'partition-client-ports':
        return cuts;
      case 'kill':
      case 'stop':
      case 'pause':
      case 'slow':
      case 'loss':
      case 'duplicate':
      case 'rate':
      case 'flap':
      case 'hold':
        return { ok: true };
      case 'power':
      case 'disk':
      case 'files':
        return disks.supports(fault);
      case 'cpu':
      case 'memory':
        return NO_LIMITS;
      case 'upgrade':
        return NO_UPGRADE;
      case 'membership':
        return NO_MEMBERSHIP;
    }
  };
}

/** A server that is linked statically, or starts with a clean environment, does not load the shim. */
async function clockSupport(nodes: readonly AgentNode[], signal: AbortSignal): Promise<Support> {
  const said = await Promise.all(nodes.map(({ agent }) => agent.ask(signal, 'shimmed')));
  const without = nodes.filter((_, index) => said[index] === 'no');
  if (without.length === 0) return { ok: true };
  const names = without.map(({ name }) => name).join(', ');
  return { ok: false, why: `the server of ${names} did not load the clock shim (LD_PRELOAD)` };
}

/** A kernel without nf_tables refuses every rule. */
async function cutSupport(nodes: readonly AgentNode[], signal: AbortSignal): Promise<Support> {
  try {
    await Promise.all(nodes.map(({ agent }) => agent.ask(signal, 'heal')));
    return { ok: true };
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    return { ok: false, why: `the packet filter does not work: ${error.message}` };
  }
}
