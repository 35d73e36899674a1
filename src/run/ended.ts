/** Servers that are down though every fault is healed: each is started once more, and reported with what it said last. */
import type { Ensemble, EnsembleNode } from '../contract.ts';

const TAIL_LINES = 200;
const MOST_CHARACTERS = 300;
/** Log lines of a server that exits unexpectedly. */
const LAST_WORDS = /ERROR|Exception|Error:|Exiting JVM/;

/** Returns a sentence for each server that had ended and was started. */
export async function startEnded(
  { nodes }: Pick<Ensemble, 'nodes'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found = nodes.map(async node => {
    if ((await node.state(signal)) !== 'dead') return [];
    const words = await lastWords(node, signal);
    await node.start(signal);
    return [`${node.name} had ended though no fault kept it down, and was started${words}`];
  });
  return (await Promise.all(found)).flat();
}

/** Returns a sentence for each server that still does not serve. */
export async function notBack(
  { nodes }: Pick<Ensemble, 'nodes'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found = nodes.map(async node => {
    if ((await node.role(signal)) !== 'none') return [];
    const state = await node.state(signal);
    return [`${node.name} does not serve, its process is ${state}${await lastWords(node, signal)}`];
  });
  return (await Promise.all(found)).flat();
}

/** The last line of a server's log that names an error, else its last line; nothing where the log cannot be read. */
async function lastWords(node: EnsembleNode, signal: AbortSignal): Promise<string> {
  const lines = (await node.logTail?.(TAIL_LINES, signal))?.trimEnd().split('\n') ?? [];
  const line = lines.findLast(each => LAST_WORDS.test(each)) ?? lines.at(-1);
  return line === undefined ? '' : `; its log says "${line.slice(0, MOST_CHARACTERS)}"`;
}
