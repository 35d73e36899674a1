/** One server of an ensemble as its agent reaches it: the same wherever the agent runs. */
import type { Clock } from '../clock.ts';
import type { Address, EnsembleNode, NodeClock, ProcessState } from '../contract.ts';
import type { Agent } from './agent.ts';
import { ClientProbe } from './client-probe.ts';
import { type Member, PORTS } from './member.ts';
import { type Answer, answerTo, type Questions, SRVR } from './readiness.ts';
import { zxidIn } from './srvr.ts';

const STATES: readonly ProcessState[] = ['running', 'paused', 'dead'];
/** How long a server may take to answer `srvr`. */
const ASK_S = 1;

export interface AgentNode extends EnsembleNode {
  readonly member: Member;
  readonly agent: Agent;
  /** The server's reply to `srvr`; empty where it does not answer. */
  srvr(signal: AbortSignal): Promise<string>;
  /** The state of the server, by the questions of its profile. */
  answer(signal: AbortSignal): Promise<Answer>;
  /** Why the server does not answer a client request; undefined where it does. */
  refusal(signal: AbortSignal): Promise<string | undefined>;
  /** Resolves when the server's process has ended, with its exit status. */
  exited(signal: AbortSignal): Promise<number>;
  /** The last lines of what the server said. */
  logTail(lines: number, signal: AbortSignal): Promise<string>;
}

/** What each target does in its own way. */
type OwnParts = Pick<AgentNode, 'start' | 'exited' | 'logTail'> & {
  readonly member: Member;
  readonly address: Address;
  readonly agent: Agent;
  readonly clock: Clock;
  /** Default: those of ZooKeeper's releases. */
  readonly questions?: Questions;
  /** Returns the output of a command beside the server. Absent: the target runs none. */
  run?(command: readonly string[], signal: AbortSignal): Promise<string>;
};

export function agentNode(parts: OwnParts): AgentNode {
  const { member, address, agent, clock, questions = SRVR, run = async () => '', ...own } = parts;
  const state = async (signal: AbortSignal): Promise<ProcessState> => {
    const said = await agent.ask(signal, 'state');
    const found = STATES.find(known => known === said);
    if (found === undefined) throw new Error(`${member.name}: expected a state, found '${said}'`);
    return found;
  };
  const srvr = (signal: AbortSignal): Promise<string> =>
    agent.ask(signal, 'ask', PORTS.client, 'srvr', ASK_S);
  const probe = new ClientProbe({ node: member.name, address }, clock);
  const refusal = (signal: AbortSignal): Promise<string | undefined> => probe.refusal(signal);
  const answer = (signal: AbortSignal): Promise<Answer> =>
    answerTo(questions, { srvr, refusal, run }, signal);
  return {
    name: member.name,
    member,
    address,
    agent,
    clock: nodeClock(agent),
    state,
    stop: async signal => void (await agent.ask(signal, 'stop')),
    kill: async signal => void (await agent.ask(signal, 'kill')),
    pause: async signal => void (await agent.ask(signal, 'pause')),
    resume: async signal => void (await agent.ask(signal, 'resume')),
    srvr,
    answer,
    refusal,
    role: async signal => (await answer(signal)).role,
    lastZxid: async signal => zxidIn(await srvr(signal)),
    ...own,
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
