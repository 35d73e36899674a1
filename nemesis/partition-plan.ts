/** Which partition comes next: a shape, the ports that are cut, and who drops whom. */
import type {
  Aim,
  Ensemble,
  Grudge,
  NodeName,
  Ports,
  ValueShape,
  WordParameter,
} from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import { wordIn, wordsIn } from './aim.ts';
import type { Refusal } from './entry.ts';
import {
  bridge,
  completeGrudge,
  halves,
  isolateFirst,
  majoritiesRing,
  oneWay,
  type StoredGrudge,
  storeGrudge,
  withoutClients,
} from './grudge.ts';

/** Shapes over nodes in a random order. */
const DRAWN = ['one', 'halves', 'majorities-ring', 'bridge', 'one-way'] as const;
type Drawn = (typeof DRAWN)[number];
/** Nodes that are looked up when the cut is made, apart from all others. */
const SOUGHT = ['leader', 'followers', 'observers', 'laggard'] as const;
type Sought = (typeof SOUGHT)[number];

/** The value of `start-partition`. */
export type Partition =
  | { readonly shape: Sought; readonly ports: Ports }
  | { readonly shape: Drawn | 'named'; readonly ports: Ports; readonly grudge: StoredGrudge };

const GRUDGE: ValueShape = { kind: 'by node', of: { kind: 'list', of: { kind: 'peer' } } };

/** The shapes that chance picks from. */
const SHAPES: readonly (Drawn | 'leader')[] = [...DRAWN, 'leader'];
/** The shapes that make sense if only clients are cut off. */
const CLIENT_SHAPES: readonly (Drawn | 'leader')[] = ['one', 'halves', 'leader'];
const PORT_WORDS: readonly Ports[] = ['all', 'quorum', 'sync', 'election', 'client'];
const CUT_PORTS: ValueShape = { kind: 'word', words: PORT_WORDS };

export const SHAPE: WordParameter = {
  kind: 'word',
  name: 'shape',
  doc: 'the shape of the cut, or the nodes that are cut off from all others',
  words: [...DRAWN, ...SOUGHT],
  nodes: true,
  costsMajority: ['halves', 'majorities-ring', 'bridge', 'one-way', 'followers'],
};

export const PORTS: WordParameter = {
  kind: 'word',
  name: 'ports',
  doc: 'the ports that are cut: all; those among servers (quorum), or one of them, by which followers reach their leader (sync) or votes travel (election); that of the clients (client)',
  words: PORT_WORDS,
};

/** The shape of a Partition. */
export const CUT: ValueShape = {
  kind: 'cases',
  key: 'shape',
  cases: Object.fromEntries([
    ...[...DRAWN, 'named'].map(shape => [shape, { ports: CUT_PORTS, grudge: GRUDGE }] as const),
    ...SOUGHT.map(shape => [shape, { ports: CUT_PORTS }] as const),
  ]),
};

interface AimedCut {
  /** A shape, or names of nodes; empty where chance picks a shape. */
  readonly shape: readonly string[];
  readonly ports: Ports | undefined;
}

export function aimedCut(aim: Aim | undefined): AimedCut {
  const word = wordIn(aim, PORTS.name);
  return {
    shape: wordsIn(aim, SHAPE.name),
    ports: PORT_WORDS.find(ports => ports === word),
  };
}

/** Refuses shapes that cut clients off from nodes regardless of the nodes' own links. */
export function refusedCut(aim: Aim): Refusal | undefined {
  const { shape, ports } = aimedCut(aim);
  const found = DRAWN.find(drawn => drawn === shape[0] && !CLIENT_SHAPES.includes(drawn));
  if (ports !== 'client' || found === undefined) return undefined;
  const allowed = SHAPE.words.filter(word => !DRAWN.some(drawn => drawn === word));
  return { expected: `one of one, halves, ${allowed.join(', ')} with ports=client`, found };
}

/** The ports a target can cut. */
export function portsOf(ensemble: Pick<Ensemble, 'supports'>): readonly Ports[] {
  const quorum: readonly Ports[] = ensemble.supports('partition-quorum-ports').ok ? ['quorum'] : [];
  const client: readonly Ports[] = ensemble.supports('partition-client-ports').ok ? ['client'] : [];
  return ['all', ...quorum, ...client];
}

interface Choice {
  readonly nodes: readonly NodeName[];
  /** Chance picks one. */
  readonly ports: readonly Ports[];
  /** The shape, as in AimedCut. */
  readonly shape?: readonly string[];
  /** The most nodes that chance cuts off from the others. Default: all. */
  readonly atMost?: number | undefined;
}

/** A partition that chance picks. */
export function planPartition(
  { nodes, ports, shape: aimed = [], atMost }: Choice,
  random: Random,
): Partition {
  const cut = random.pick(ports);
  const sought = SOUGHT.find(shape => shape === aimed[0]);
  if (sought !== undefined) return { shape: sought, ports: cut };
  const drawn = DRAWN.find(shape => shape === aimed[0]);
  if (aimed.length > 0 && drawn === undefined) {
    const apart = nodes.filter(node => aimed.includes(node));
    return { shape: 'named', ports: cut, grudge: storeGrudge(apartGrudge(apart, nodes, cut)) };
  }
  const shape = drawn ?? random.pick(shapesFor(cut, atMost));
  if (shape === 'leader') return { shape, ports: cut };
  const grudge = grudgeOf(shape, cut, random.shuffle(nodes));
  return { shape, ports: cut, grudge: storeGrudge(grudge) };
}

/** Cuts between clients and servers leave the quorum alone. */
function shapesFor(ports: Ports, atMost: number | undefined): readonly (Drawn | 'leader')[] {
  if (ports === 'client') return CLIENT_SHAPES;
  return atMost === undefined ? SHAPES : ['one', 'leader'];
}

/** The grudge of a shape over nodes in a random order. */
function grudgeOf(shape: Drawn, ports: Ports, nodes: readonly NodeName[]): Grudge {
  if (ports === 'client')
    return withoutClients(nodes.slice(0, shape === 'one' ? 1 : Math.ceil(nodes.length / 2)));
  switch (shape) {
    case 'one':
      return isolateFirst(nodes);
    case 'halves':
      return halves(nodes);
    case 'majorities-ring':
      return majoritiesRing(nodes);
    case 'bridge':
      return bridge(nodes);
    case 'one-way':
      return oneWay(nodes);
  }
}

/** Some nodes apart from all others, or from the clients. */
export function apartGrudge(
  apart: readonly NodeName[],
  nodes: readonly NodeName[],
  ports: Ports,
): Grudge {
  if (ports === 'client') return withoutClients(apart);
  return completeGrudge([apart, nodes.filter(node => !apart.includes(node))]);
}
