/** Kills servers at a moment of their own: as an fsync is about to be done, so that what is written is not
 *  acknowledged, or once they have put the epoch of a new leader in place, in the middle of synchronising with it. A
 *  victim that is dead is started for it; one that runs is killed and started where its epoch is awaited.
 *    kill-on-event        value Victims and {moment: DiskMoment}   dead when verified
 *    start-after-event    value null                               every node that it killed runs again when verified */
import type {
  Aim,
  DiskMoment,
  EnsembleNode,
  NemesisOptions,
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
  create: options =>
    processFault(
      {
        name: 'kill-on-event',
        strikeF: 'kill-on-event',
        healF: 'start-after-event',
        affects: ['servers'],
        broken: 'dead',
        atEnd: false,
        draw: random => ({ moment: draw(random, options.aim) }),
        drawn: { moment: MOMENT },
        strike: (node, signal, drawn) =>
          killAt(node, (drawn as { readonly moment: DiskMoment }).moment, { options, signal }),
        heal: (node, signal) => node.start(signal),
      },
      options,
    ),
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

interface Means {
  readonly options: NemesisOptions;
  readonly signal: AbortSignal;
}

async function killAt(
  node: EnsembleNode,
  moment: DiskMoment,
  { options, signal }: Means,
): Promise<void> {
  if (moment.kind === 'file') await node.kill(signal);
  await diskOf(node).killAt(moment, signal);
  await node.start(signal);
  await observe({
    ...{ clock: options.clock, signal, boundMs: BOUND_MS },
    look: () => node.state(signal),
    enough: state => state === 'dead',
  });
  await diskOf(node).killAt(undefined, signal);
}

function draw(random: Random, aim: Aim | undefined): DiskMoment {
  const [kind, count] = [random.pick(EVENTS), 1 + random.intBelow(MOST_FSYNCS)];
  return (wordIn(aim, EVENT.name) ?? kind) === 'fsync'
    ? { kind: 'fsync', count }
    : { kind: 'file', name: 'currentEpoch' };
}
