/** One server of the ensemble: its container, reached through the agent in its sidecar. */
import type Docker from 'dockerode';
import type { Address, EnsembleNode, NodeClock, ProcessState } from '../../contract.ts';
import { type Member, PORTS } from '../member.ts';
import { roleIn } from '../srvr.ts';
import { within } from '../within.ts';
import type { Agent } from './agent.ts';

const STATES: readonly ProcessState[] = ['running', 'paused', 'dead'];
/** How long a server may take to answer `srvr`. */
const ASK_S = 1;

export interface DockerNode extends EnsembleNode {
  /** The server's reply to `srvr`; empty where it does not answer. */
  srvr(signal: AbortSignal): Promise<string>;
  readonly member: Member;
  readonly agent: Agent;
  readonly server: Docker.Container;
}

export interface NodeParts {
  readonly member: Member;
  readonly address: Address;
  readonly agent: Agent;
  readonly server: Docker.Container;
}

export function dockerNode({ member, address, agent, server }: NodeParts): DockerNode {
  const state = async (signal: AbortSignal): Promise<ProcessState> => {
    const said = await agent.ask(signal, 'state');
    const found = STATES.find(known => known === said);
    if (found === undefined) throw new Error(`${member.name}: expected a state, found '${said}'`);
    return found;
  };
  const srvr = (signal: AbortSignal): Promise<string> =>
    agent.ask(signal, 'ask', PORTS.client, 'srvr', ASK_S);
  return {
    name: member.name,
    member,
    address,
    agent,
    server,
    clock: nodeClock(agent),
    state,
    start: async signal => {
      if ((await state(signal)) !== 'dead') return;
      await within(signal, server.wait());
      await within(signal, server.start());
    },
    kill: async signal => void (await agent.ask(signal, 'kill')),
    pause: async signal => void (await agent.ask(signal, 'pause')),
    resume: async signal => void (await agent.ask(signal, 'resume')),
    srvr,
    role: async signal => roleIn(await srvr(signal)),
  };
}

/** The shim reads its skew in ns and in millionths of the true rate. */
function nodeClock(agent: Agent): NodeClock {
  return {
    set: async ({ offsetMs, rate }, signal) => {
      const words = [Math.round(offsetMs * 1e6), Math.round((rate - 1) * 1e6)];
      await agent.ask(signal, 'set-clock', ...words);
    },
    offsetMs: async signal => Number(await agent.ask(signal, 'read-clock')) / 1e6,
    reset: async signal => void (await agent.ask(signal, 'set-clock', 0, 0)),
  };
}
