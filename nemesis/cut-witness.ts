/** Shows that a cut cuts and that a healed network is whole, by probes between nodes and by the
 *  packets that were dropped. One cut pair is probed for each node that drops packets of others;
 *  nothing can be probed from where the clients are, so those cuts show in the counters alone. */
import type {
  FaultReport,
  Grudge,
  NemesisOptions,
  NodeName,
  Port,
  Ports,
} from '../src/contract.ts';
import { cutPairs } from './grudge.ts';
import { observe } from './observe.ts';

/** How long a cut or a heal may take to show. */
const BOUND_MS = 5_000;

interface Pair {
  readonly from: NodeName;
  readonly to: NodeName;
}

/** A cut, and what got through before it was made, in the order of the pairs. */
interface CutWitness {
  readonly pairs: readonly Pair[];
  readonly droppers: readonly NodeName[];
  readonly before: readonly boolean[];
  /** The port that is probed. */
  readonly port: Port;
}

interface Cut {
  readonly grudge: Grudge;
  readonly ports: Ports;
}

/** What shows that a network is whole before any cut: every node drops nothing. */
export function noCut(droppers: readonly NodeName[]): CutWitness {
  return { pairs: [], droppers, before: [], port: 'election' };
}

/** In the orders of the witness's pairs and droppers. */
interface Look {
  readonly reached: readonly boolean[];
  readonly dropped: readonly number[];
}

type Seen = Omit<FaultReport, 'did'>;

/** Sees what gets through while nothing is cut yet. */
export async function witnessCut(
  { grudge, ports }: Cut,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<CutWitness> {
  const port = ports === 'sync' ? ports : 'election';
  const pairs = probedPairs(grudge);
  const droppers = [...grudge].filter(([, peers]) => peers.size > 0).map(([node]) => node);
  return { pairs, droppers, port, before: await probe({ pairs, port }, options, signal) };
}

/** Looks until the cut shows: no probe gets through, and every node that is to drop packets has
 *  dropped some or was reached before. */
export async function seeCut(
  witness: CutWitness,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<Seen> {
  const { pairs, droppers, before } = witness;
  const reachedBefore = (node: NodeName): boolean =>
    pairs.some(({ to }, at) => to === node && before[at] === true);
  const enough = ({ reached, dropped }: Look): boolean =>
    droppers.length > 0 &&
    !reached.includes(true) &&
    droppers.every((node, at) => (dropped[at] ?? 0) > 0 || reachedBefore(node));
  const look = await lookUntil(enough, witness, options, signal);
  const probes = pairs.map((_, at) => ({ before: before[at], during: look.reached[at] }));
  return { verified: enough(look), seen: seenOf(witness, probes, look) };
}

/** Looks until the network is whole: nothing drops packets, and probes of running nodes get through. */
export async function seeHealed(
  witness: CutWitness,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<Seen> {
  const running = await runningNodes(options, signal);
  const enough = ({ reached, dropped }: Look): boolean =>
    dropped.every(packets => packets === 0) &&
    witness.pairs.every(({ to }, at) => reached[at] === true || !running.has(to));
  const look = await lookUntil(enough, witness, options, signal);
  return { verified: enough(look), seen: seenOf(witness, look.reached, look) };
}

function lookUntil(
  enough: (look: Look) => boolean,
  { pairs, droppers, port }: CutWitness,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<Look> {
  const { clock, ensemble } = options;
  const look = async (): Promise<Look> => ({
    reached: await probe({ pairs, port }, options, signal),
    dropped: await Promise.all(droppers.map(node => ensemble.network.dropped(node, signal))),
  });
  return observe({ clock, signal, boundMs: BOUND_MS, look, enough });
}

/** Probes and counters by name, as the history stores them. */
function seenOf({ pairs, droppers }: CutWitness, probes: readonly unknown[], look: Look): unknown {
  return {
    probes: Object.fromEntries(pairs.map(({ from, to }, at) => [`${from}->${to}`, probes[at]])),
    dropped: Object.fromEntries(droppers.map((node, at) => [node, look.dropped[at]])),
  };
}

function probedPairs(grudge: Grudge): readonly Pair[] {
  const pairs = cutPairs(grudge).flatMap(({ from, to }) =>
    from === 'clients' ? [] : [{ from, to }],
  );
  return pairs.filter(({ to }, at) => pairs.findIndex(pair => pair.to === to) === at);
}

function probe(
  { pairs, port }: Pick<CutWitness, 'pairs' | 'port'>,
  { ensemble }: NemesisOptions,
  signal: AbortSignal,
): Promise<readonly boolean[]> {
  return Promise.all(pairs.map(({ from, to }) => ensemble.network.probe(from, to, port, signal)));
}

async function runningNodes(
  { ensemble }: NemesisOptions,
  signal: AbortSignal,
): Promise<ReadonlySet<NodeName>> {
  const states = await Promise.all(ensemble.nodes.map(node => node.state(signal)));
  const running = ensemble.nodes.filter((_, at) => states[at] === 'running');
  return new Set(running.map(node => node.name));
}
