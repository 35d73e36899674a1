/** Kills servers at a moment of their own: as an fsync is about to be done, so that what is written is not
 *  acknowledged, or once they have put the epoch of a new leader in place, in the middle of synchronising with it. A
 *  victim that is dead is started for it; one that runs is killed and started where its epoch is awaited. Once victims of
 *  the same strike have died, the others may have nobody left to write with: after a while they are killed where they are.
 *    kill-on-event        value Victims and {moment: DiskMoment}   dead when verified, died {node: Death}
 *    start-after-event    value null                               every node that it killed runs again when verified */
import type {
  Aim,
  DiskMoment,
  EnsembleNode,
  NemesisOptions,
  ProcessState,
  ValueShape,
  WordParameter,
} from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import { wordIn } from './aim.ts';
import { diskOf } from './disk-trouble.ts';
import type { NemesisEntry } from './entry.ts';
import { observe } from './observe.ts';
import { processFault, WHO } from './process-fault.ts';

/** How long a moment is waited for: a server may have to start and to be elected with. */
const BOUND_MS = 15_000;
/** How much longer than the first victim of a strike the others may live. */
const SURVIVAL_MS = 5_000;
/** Fsyncs until the last. */
const MOST_FSYNCS = 20;

const EVENTS = ['fsync', 'epoch'] as const;
const EVENT: WordParameter = {
  kind: 'word',
  name: 'event',
  doc: 'what a server is killed at: an fsync before it is done, or a new epoch once it is written',
  words: EVENTS,
};

export const killOnEvent: NemesisEntry = {
  name: 'kill-on-event',
  doc: 'kills (SIGKILL) one, a minority, a majority, all nodes or the leader at an fsync, or as they write a new epoch, and starts them again',
  faults: ['kill', 'disk'],
  package: 'disk',
  takes: [WHO, EVENT],
  create: options => {
    const deaths = new WeakMap<object, Deaths>();
    return processFault(
      {
        name: 'kill-on-event',
        strikeF: 'kill-on-event',
        healF: 'start-after-event',
        affects: ['servers'],
        broken: 'dead',
        atEnd: false,
        reports: 'died',
        draw: random => ({ moment: draw(random, options.aim) }),
        drawn: { moment: MOMENT },
        strike: (node, signal, drawn) => {
          const value = drawn as { readonly moment: DiskMoment };
          const others = deaths.get(value) ?? {};
          deaths.set(value, others);
          return killAt(node, value.moment, { options, signal, deaths: others });
        },
        heal: (node, signal) => node.start(signal),
      },
      options,
    );
  },
};

/** The shape of a DiskMoment. */
const MOMENT: ValueShape = {
  kind: 'cases',
  key: 'kind',
  cases: {
    fsync: { count: { kind: 'number', least: 1, most: 1_000_000 } },
    file: { name: { kind: 'text' } },
  },
};

/** The victims of one strike. */
interface Deaths {
  /** When the first of them was seen to have died at its moment. */
  firstNs?: number;
}

interface Means {
  readonly options: NemesisOptions;
  readonly signal: AbortSignal;
  readonly deaths: Deaths;
}

type Death = 'at its moment' | 'after others' | 'not at all';

async function killAt(node: EnsembleNode, moment: DiskMoment, means: Means): Promise<Death> {
  const { signal, deaths } = means;
  if (moment.kind === 'file') await node.kill(signal);
  const isDead = (await node.state(signal)) === 'dead';
  await diskOf(node).killAt(moment, signal);
  // One that runs may have died of it already: to start it again would undo that.
  if (isDead) await node.start(signal);
  const state = await awaitDeath(node, means);
  await diskOf(node).killAt(undefined, signal);
  if (state === 'dead') return 'at its moment';
  if (deaths.firstNs === undefined) return 'not at all';
  await node.kill(signal);
  return 'after others';
}

/** Returns the state of a node once it is dead, or once nothing more is to be expected of it. */
function awaitDeath(
  node: EnsembleNode,
  { options: { clock }, signal, deaths }: Means,
): Promise<ProcessState> {
  return observe({
    ...{ clock, signal, boundMs: BOUND_MS },
    look: async () => {
      const state = await node.state(signal);
      if (state === 'dead') deaths.firstNs ??= clock.nowNs();
      return state;
    },
    enough: state =>
      state === 'dead' ||
      clock.nowNs() > (deaths.firstNs ?? Number.POSITIVE_INFINITY) + SURVIVAL_MS * 1e6,
  });
}

function draw(random: Random, aim: Aim | undefined): DiskMoment {
  const [kind, count] = [random.pick(EVENTS), 1 + random.intBelow(MOST_FSYNCS)];
  return (wordIn(aim, EVENT.name) ?? kind) === 'fsync'
    ? { kind: 'fsync', count }
    : { kind: 'file', name: 'currentEpoch' };
}
