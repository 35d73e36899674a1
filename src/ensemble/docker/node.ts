/** One server of the ensemble: its container, reached through the agent in its sidecar. */
import type Docker from 'dockerode';
import type { Clock } from '../../clock.ts';
import type { Address } from '../../contract.ts';
import type { Agent } from '../agent.ts';
import { type AgentNode, agentNode } from '../agent-node.ts';
import { type Member, membersIn, PORTS } from '../member.ts';
import type { Questions } from '../readiness.ts';
import { within } from '../within.ts';
import { nodeCpu } from './cpu.ts';
import { epochsOf } from './epochs.ts';
import { nodeMemory } from './memory.ts';
import { outputOf } from './output-of.ts';
import { serverLog } from './server-log.ts';
import { nodeVersion } from './version.ts';

export interface DockerNode extends AgentNode {
  readonly server: Docker.Container;
}

interface NodeParts {
  readonly member: Member;
  readonly address: Address;
  readonly agent: Agent;
  readonly clock: Clock;
  readonly questions: Questions;
  readonly server: Docker.Container;
  readonly sidecar: Docker.Container;
}

export function dockerNode({ server, sidecar, ...parts }: NodeParts): DockerNode {
  const node = agentNode({
    ...parts,
    start: async signal => {
      if ((await node.state(signal)) !== 'dead') return;
      await within(signal, server.wait());
      await parts.agent.ask(signal, 'written_back');
      await within(signal, server.start());
    },
    exited: async signal => (await server.wait({ abortSignal: signal })).StatusCode,
    run: (command, signal) => outputOf(server, command, signal),
    logTail: (lines, signal) => within(signal, serverLog(server, lines)),
  });
  return {
    ...node,
    server,
    cpu: nodeCpu(server, sidecar),
    memory: nodeMemory(server, sidecar),
    version: nodeVersion({ sidecar, srvr: node.srvr }),
    members: async signal =>
      membersIn(await node.agent.ask(signal, 'ask', PORTS.client, 'conf', 1)),
    files: signal => epochsOf(sidecar, signal),
  };
}
