/** One server of the ensemble on its host. */
import type { Clock } from '../../clock.ts';
import type { ProcessState } from '../../contract.ts';
import { AgentGone } from '../agent.ts';
import { type AgentNode, agentNode } from '../agent-node.ts';
import { type Member, PORTS } from '../member.ts';
import type { Host } from './host.ts';
import type { HostFacts } from './survey.ts';

/** Between two looks whether a server has ended. */
const LOOK_MS = 250;

export interface SshNode extends AgentNode {
  readonly host: Host;
  readonly facts: HostFacts;
  readonly sshPort: number;
}

interface NodeParts {
  readonly member: Member;
  readonly host: Host;
  readonly facts: HostFacts;
  readonly sshPort: number;
  readonly clock: Clock;
}

export function sshNode({ member, host, facts, sshPort, clock }: NodeParts): SshNode {
  const { agent } = host;
  const node: AgentNode = agentNode({
    member,
    agent,
    clock,
    address: { kind: 'tcp', host: member.host, port: PORTS.client },
    start: async signal => void (await agent.ask(signal, 'start')),
    exited: async signal => {
      while ((await node.state(signal)) !== ('dead' satisfies ProcessState))
        await clock.sleep(LOOK_MS, signal);
      return Number(await agent.ask(signal, 'status'));
    },
    logTail: (lines, signal) => agent.ask(signal, 'log', lines),
  });
  return {
    ...node,
    host,
    facts,
    sshPort,
    role: async signal => (await ifConnected(host, () => node.role(signal))) ?? 'none',
    lastZxid: signal => ifConnected(host, () => node.lastZxid(signal)),
  };
}

/** Asks the server of a host; undefined where the connection to the host is lost. */
async function ifConnected<T>(host: Host, ask: () => Promise<T>): Promise<T | undefined> {
  if (!host.connected) return undefined;
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AgentGone) return undefined;
    throw error;
  }
}
