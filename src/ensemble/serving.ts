/** Waiting for a quorum, by asking every server for its role. */
import type { Clock } from '../clock.ts';
import type { NodeName, Role } from '../contract.ts';
import type { Log } from '../log.ts';
import type { AgentNode } from './agent-node.ts';
import { reportNotReady } from './not-ready.ts';
import { notServing } from './srvr.ts';

/** Between two looks at the roles. */
const LOOK_MS = 100;
const LOG_TAIL_LINES = 15;
const LOG_MS = 10_000;

export async function rolesOf(
  nodes: readonly AgentNode[],
  signal: AbortSignal,
): Promise<ReadonlyMap<NodeName, Role>> {
  return new Map(
    await Promise.all(nodes.map(async node => [node.name, await node.role(signal)] as const)),
  );
}

/** Resolves when every node serves and one of them leads. Only one node is asked at a time while it
 *  does not serve: servers that start need the processor more. */
export async function whenServing(
  nodes: readonly AgentNode[],
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  do {
    for (const node of nodes)
      while ((await node.role(signal)) === 'none') await clock.sleep(LOOK_MS, signal);
  } while (notServing(await rolesOf(nodes, signal)) !== undefined);
}

/** Waits for the first quorum. If it takes long, logs once why it is not found.
 *  @throws {Error} with the ends of the server logs, where a server exits or the signal aborts first. */
export async function whenFormed(
  nodes: readonly AgentNode[],
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const exits = nodes.map(async ({ name, exited }) => {
    const status = await exited(over.signal);
    throw new Error(`the server of ${name} exited with status ${status}`);
  });
  const say = (line: string): void => log.warn(line);
  const report = reportNotReady(nodes, { clock, say }, AbortSignal.any([signal, over.signal]));
  try {
    await Promise.race([whenServing(nodes, clock, signal), ...exits, report.then(never)]);
  } catch (cause) {
    throw new Error(await whyNotFormed(nodes, cause), { cause });
  } finally {
    over.abort();
  }
}

/** Waits for ever: a report decides nothing. */
const never = (): Promise<never> => new Promise(() => undefined);

async function whyNotFormed(nodes: readonly AgentNode[], cause: unknown): Promise<string> {
  const tails = await Promise.all(
    nodes.map(async ({ name, logTail }) => {
      const log = await logTail(LOG_TAIL_LINES, AbortSignal.timeout(LOG_MS));
      return `--- ${name}\n${log.trimEnd()}`;
    }),
  );
  const why = cause instanceof Error ? cause.message : String(cause);
  return [`the ensemble never formed: ${why}; its server logs end`, ...tails].join('\n');
}
