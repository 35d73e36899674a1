/** Why servers are not found ready, in words for people: which of them accept connections, what they were asked and
 * answered, and what a profile can say instead. */
import type { Clock } from '../clock.ts';
import type { Address } from '../contract.ts';
import { connector } from '../zookeeper/transport.ts';
import type { AgentNode } from './agent-node.ts';
import { CLIENT_REQUEST } from './readiness.ts';

/** After so long an ensemble that is not ready is reported: ZooKeeper's needs 3 to 8 s. */
export const REPORT_AFTER_MS = 12_000;
const CONNECT_MS = 1_000;

type Asked = Pick<AgentNode, 'name' | 'address' | 'answer' | 'refusal'>;

interface Finding {
  readonly name: string;
  readonly accepts: boolean;
  readonly isReady: boolean;
  readonly asked: string;
  readonly said: string;
  /** Undefined: a client request is answered. */
  readonly refusal: string | undefined;
}

/** Returns undefined if every node is ready. */
export async function whyNotReady(
  nodes: readonly Asked[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const findings = await Promise.all(nodes.map(node => findingOf(node, signal)));
  const waiting = findings.filter(({ isReady }) => !isReady);
  if (waiting.length === 0) return undefined;
  const open = waiting.filter(({ accepts }) => accepts);
  if (open.length === 0)
    return `${namesOf(waiting)} not ready: no connection to a client port is accepted. Still waiting.`;
  return [
    `${namesOf(waiting)} not ready; ${namesOf(open)} ${open.length === 1 ? 'accepts' : 'accept'} connections.`,
    ...open.map(({ name, asked, said }) => `${name}: asked ${asked}, answered ${quoted(said)}.`),
    adviceFor(open),
    'Still waiting.',
  ].join(' ');
}

async function findingOf(node: Asked, signal: AbortSignal): Promise<Finding> {
  const accepts = await isOpen(node.address, signal);
  const { role, asked, said } = await node.answer(signal);
  const refusal = accepts ? await node.refusal(signal) : undefined;
  return { name: node.name, accepts, isReady: role !== 'none', asked, said, refusal };
}

async function isOpen(address: Address, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]);
  try {
    (await connector()(address, limit)).close();
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

function adviceFor(open: readonly Finding[]): string {
  const served = open.filter(({ refusal }) => refusal === undefined);
  if (served.length > 0)
    return (
      `${namesOf(served)} answered ${CLIENT_REQUEST}: ` +
      'a profile with `readiness: client` waits for that instead (docs/profiles.md).'
    );
  const refusals = open.map(({ name, refusal }) => `${name}: ${refusal}`).join('; ');
  return `Neither is ${CLIENT_REQUEST} answered (${refusals}).`;
}

function quoted(said: string): string {
  const line = said.trim().split('\n')[0] ?? '';
  return line === '' ? 'nothing' : JSON.stringify(line.slice(0, 200));
}

const namesOf = (findings: readonly Finding[]): string =>
  findings.map(({ name }) => name).join(', ');

/** Reports once, after a while, why nodes are not ready; ends when the signal aborts. */
export async function reportNotReady(
  nodes: readonly Asked[],
  { clock, say }: { readonly clock: Clock; readonly say: (line: string) => void },
  signal: AbortSignal,
): Promise<void> {
  try {
    await clock.sleep(REPORT_AFTER_MS, signal);
    const why = await whyNotReady(nodes, signal);
    if (why !== undefined) say(why);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
