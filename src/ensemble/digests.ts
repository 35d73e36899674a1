/** The digests that a server keeps of its tree, as it answers the four-letter word `hash`, from 3.6 on. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentNode } from './agent-node.ts';
import { PORTS } from './member.ts';

/** How long a server may take to list them. */
const ASK_S = 5;
const FILE = 'digests';
/** A line of the answer; other answers are refusals. */
const DIGEST = /^[0-9a-f]+: -?\d+/;

/** Writes `digests` to the folder of the node; nothing where its server has none. */
export async function keepDigests(
  { agent }: Pick<AgentNode, 'agent'>,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const answer = await agent.ask(signal, 'ask', PORTS.client, 'hash', ASK_S);
  if (DIGEST.test(answer)) await writeFile(join(folder, FILE), `${answer}\n`);
}
