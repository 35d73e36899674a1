/** What a server says of the digests of its tree: those that it keeps, as it answers the four-letter word `hash`, from 3.6
 *  on, and how often it found that its tree differs from that of its leader, as it answers `mntr`, from 3.6 on. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentNode } from './agent-node.ts';
import { PORTS } from './member.ts';

/** How long a server may take to answer. */
const ASK_S = 5;
/** A line of the answer to `hash`; other answers are refusals. */
const DIGEST = /^[0-9a-f]+: -?\d+/;
/** The line of the answer to `mntr`. */
const MISMATCHES = /^zk_digest_mismatches_count\t\d+$/m;

/** Writes `digests` and `digest-mismatches` to the folder of the node; neither where its server has none. */
export async function keepDigests(
  { agent }: Pick<AgentNode, 'agent'>,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const ask = (word: string): Promise<string> =>
    agent.ask(signal, 'ask', PORTS.client, word, ASK_S);
  const hash = await ask('hash');
  if (DIGEST.test(hash)) await writeFile(join(folder, 'digests'), `${hash}\n`);
  const [mismatches] = MISMATCHES.exec(await ask('mntr')) ?? [];
  if (mismatches !== undefined)
    await writeFile(join(folder, 'digest-mismatches'), `${mismatches}\n`);
}
