/** Which partition comes next: a shape, the ports that are cut, and who drops whom. */
import type { Ensemble, Grudge, NodeName, Ports } from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import {
  bridge,
  halves,
  isolateFirst,
  majoritiesRing,
  oneWay,
  type StoredGrudge,
  storeGrudge,
  withoutClients,
} from './grudge.ts';

export type Shape = 'one' | 'halves' | 'majorities-ring' | 'bridge' | 'one-way' | 'leader';

/** The value of `start-partition`. The leader's is planned when it is known who leads. */
export type Partition =
  | { readonly shape: 'leader'; readonly ports: Ports }
  | {
      readonly shape: Exclude<Shape, 'leader'>;
      readonly ports: Ports;
      readonly grudge: StoredGrudge;
    };

const SHAPES: readonly Shape[] = [
  'one',
  'halves',
  'majorities-ring',
  'bridge',
  'one-way',
  'leader',
];
/** The shapes that say something where only clients are cut off. */
const CLIENT_SHAPES: readonly Shape[] = ['one', 'halves', 'leader'];

/** The ports a target can cut. */
export function portsOf(ensemble: Pick<Ensemble, 'supports'>): readonly Ports[] {
  const quorum: readonly Ports[] = ensemble.supports('partition-quorum-ports').ok ? ['quorum'] : [];
  const client: readonly Ports[] = ensemble.supports('partition-client-ports').ok ? ['client'] : [];
  return ['all', ...quorum, ...client];
}

/** A partition that chance picks. */
export function planPartition(
  nodes: readonly NodeName[],
  ports: readonly Ports[],
  random: Random,
): Partition {
  const cut = random.pick(ports);
  const shape = random.pick(cut === 'client' ? CLIENT_SHAPES : SHAPES);
  if (shape === 'leader') return { shape, ports: cut };
  const grudge = grudgeOf(shape, cut, random.shuffle(nodes));
  return { shape, ports: cut, grudge: storeGrudge(grudge) };
}

/** The grudge of a shape over nodes in a random order. */
function grudgeOf(
  shape: Exclude<Shape, 'leader'>,
  ports: Ports,
  nodes: readonly NodeName[],
): Grudge {
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

/** The leader apart from all other nodes, or from the clients. */
export function leaderGrudge(leader: NodeName, nodes: readonly NodeName[], ports: Ports): Grudge {
  if (ports === 'client') return withoutClients([leader]);
  return isolateFirst([leader, ...nodes.filter(node => node !== leader)]);
}
