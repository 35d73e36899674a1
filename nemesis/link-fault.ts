/** Faults of the links to some nodes: packets that other nodes send them are disturbed.
 *    start-KIND  value LinkStrike  seen {connections: {'n2->n1': {before, during}}, duplicates: {n1: {before, during}}}
 *    stop-KIND   value null        seen {connections: {'n2->n1': {during}}, duplicates}
 *  A strike is verified when the disturbance shows in what the network itself lets through: how long connections
 *  between nodes take to be opened, and which segments the kernels count as received twice. A heal is verified when
 *  the same no longer shows. */
import type {
  Aim,
  Disturbance,
  FaultReport,
  Grudge,
  Nemesis,
  NemesisOptions,
  NodeName,
  Parameter,
  Ports,
  ValueFields,
  ValueShape,
  WordParameter,
} from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import { wordIn, wordsIn } from './aim.ts';
import type { NemesisEntry } from './entry.ts';
import { type Sample, type Sampling, type SamplingOf, sampled, seenIn } from './link-sample.ts';
import { observe } from './observe.ts';
import { type FaultPlan, faultSchedule } from './schedule.ts';
import { chooseVictims, findVictims, type Victims, victimsShape, whoParameter } from './victims.ts';

/** How long a disturbance may take to show. */
const BOUND_MS = 5_000;
/** How long before a heal the connections are begun that it is to let through. */
const EARLY_MS = 200;
/** A first SYN that was lost is sent again after 1 s. */
const RELEASED_MS = 900;

const TO: WordParameter = whoParameter('to', 'the nodes that receive what is disturbed');
const PORT_WORDS: readonly Ports[] = ['all', 'quorum', 'sync', 'election'];
const PORTS: WordParameter = {
  kind: 'word',
  name: 'ports',
  doc: 'the ports among servers: all; those of the quorum, or one of them, by which followers reach their leader (sync) or votes travel (election)',
  words: PORT_WORDS,
};

interface LinkFault<D extends Disturbance> {
  readonly kind: D['kind'];
  readonly doc: string;
  /** Parameters beside `to` and `ports`. */
  readonly takes: readonly Parameter[];
  /** The next disturbance, within its aim. */
  draw(random: Random, aim: Aim | undefined): D;
  /** The shape of what `draw` returns, beside its kind. */
  readonly drawn: ValueFields;
  /** How the network is looked at. */
  sampling(disturbance: D): SamplingOf;
  /** Whether the disturbance shows in what was sampled since `before`. */
  shows(disturbance: D, before: Sample, since: readonly Sample[]): boolean;
  /** Whether connections that were begun before the heal, and took that long, were kept until then. */
  released?(connectMs: readonly (number | undefined)[]): boolean;
}

/** The value of a strike. */
interface LinkStrike<D> {
  readonly to: Victims;
  readonly ports: Ports;
  readonly disturbance: D;
}

/** The entry of one kind of disturbance. */
export function linkFault<D extends Disturbance>(fault: LinkFault<D>): NemesisEntry {
  return {
    name: fault.kind,
    doc: fault.doc,
    faults: [fault.kind],
    package: 'network',
    takes: [TO, PORTS, ...fault.takes],
    create: options => nemesisOf(fault, options),
  };
}

function nemesisOf<D extends Disturbance>(fault: LinkFault<D>, options: NemesisOptions): Nemesis {
  const { kind } = fault;
  const [strike, heal] = [`start-${kind}`, `stop-${kind}`];
  const link = new Link(fault, options);
  const plan: FaultPlan = {
    name: kind,
    strike: random => ({ f: strike, value: drawn(fault, options, random) }),
    heal: { f: heal, value: null },
  };
  return {
    name: kind,
    operations: [{ strike, heal, affects: ['network'], quorum: 'may be lost' }],
    values: { [strike]: shapeOf(fault) },
    ...faultSchedule(plan, options),
    invoke: ({ f, value }, signal) =>
      f === heal ? link.heal(signal) : link.strike(value as LinkStrike<D>, signal),
    teardown: signal => options.ensemble.network.calm(kind, signal),
  };
}

function shapeOf<D extends Disturbance>({ kind, drawn }: LinkFault<D>): ValueShape {
  const fields = { kind: { kind: 'word', words: [kind] }, ...drawn } as const;
  return {
    kind: 'fields',
    fields: {
      to: victimsShape(),
      ports: { kind: 'word', words: PORT_WORDS },
      disturbance: { kind: 'fields', fields },
    },
  };
}

function drawn<D extends Disturbance>(
  fault: LinkFault<D>,
  { ensemble, aim, atMost }: NemesisOptions,
  random: Random,
): LinkStrike<D> {
  const names = ensemble.nodes.map(node => node.name);
  const word = wordIn(aim, PORTS.name);
  return {
    to: chooseVictims(names, random, { aimed: wordsIn(aim, TO.name), atMost }),
    ports: PORT_WORDS.find(ports => ports === word) ?? 'all',
    disturbance: fault.draw(random, aim),
  };
}

/** What was struck last, until it is healed. */
interface Struck<D> {
  readonly disturbance: D;
  readonly sampling: Sampling;
  readonly before: Sample;
}

/** One disturbance at a time. */
class Link<D extends Disturbance> {
  readonly #fault: LinkFault<D>;
  readonly #options: NemesisOptions;
  #struck: Struck<D> | undefined;

  constructor(fault: LinkFault<D>, options: NemesisOptions) {
    this.#fault = fault;
    this.#options = options;
  }

  async strike(
    { to, ports, disturbance }: LinkStrike<D>,
    signal: AbortSignal,
  ): Promise<FaultReport> {
    const { network } = this.#options.ensemble;
    const victims = (await findVictims(to, this.#options, signal)).map(({ name }) => name);
    const did = { to: victims, ports, disturbance };
    const on = { nodes: victims };
    if (victims.length === 0) return { verified: false, did, seen: `no node is ${to.who}`, on };
    const watched = { pairs: pairsTo(victims, this.#names()), ports };
    const sampling = { ...this.#fault.sampling(disturbance), ...watched };
    const before = await sampled(sampling, this.#options, signal);
    this.#struck = { disturbance, sampling, before };
    await network.disturb({ grudge: this.#grudge(victims), ports, disturbance }, signal);
    const since = await this.#watch(this.#struck, signal);
    const verified = this.#fault.shows(disturbance, before, since);
    return { verified, did, seen: seenIn(before, since), on };
  }

  async heal(signal: AbortSignal): Promise<FaultReport> {
    const { network } = this.#options.ensemble;
    const struck = this.#struck;
    const early = struck === undefined ? undefined : this.#begun(struck, signal);
    if (early !== undefined) await this.#options.clock.sleep(EARLY_MS, signal);
    await network.calm(this.#fault.kind, signal);
    const released = await early;
    if (struck === undefined) return { verified: true, did: 'calmed', seen: {} };
    this.#struck = undefined;
    const { duplicates } = await sampled(struck.sampling, this.#options, signal);
    const before = { ...struck.before, duplicates };
    const since = await this.#looks(struck.sampling, signal);
    const calm = !this.#fault.shows(struck.disturbance, before, since);
    const seen = { ...seenIn(undefined, since), ...(released !== undefined && { released }) };
    const verified = calm && (released === undefined || this.#fault.released?.(released) === true);
    return { verified, did: 'calmed', seen };
  }

  /** Samples until the disturbance shows. */
  async #watch(struck: Struck<D>, signal: AbortSignal): Promise<readonly Sample[]> {
    const { disturbance, sampling, before } = struck;
    const since: Sample[] = [];
    return observe({
      clock: this.#options.clock,
      signal,
      boundMs: BOUND_MS,
      look: async () => {
        since.push(await sampled(sampling, this.#options, signal));
        return since;
      },
      enough: samples => this.#fault.shows(disturbance, before, samples),
    });
  }

  /** Samples for as long as something would show. */
  async #looks(sampling: Sampling, signal: AbortSignal): Promise<readonly Sample[]> {
    const { clock } = this.#options;
    const endNs = clock.nowNs() + (sampling.spanMs ?? 0) * 1e6;
    const samples: Sample[] = [];
    do samples.push(await sampled(sampling, this.#options, signal));
    while (clock.nowNs() < endNs);
    return samples;
  }

  /** Connections that the heal is to let through, where the fault keeps them. */
  #begun(
    { sampling }: Struck<D>,
    signal: AbortSignal,
  ): Promise<readonly (number | undefined)[]> | undefined {
    if (this.#fault.released === undefined) return undefined;
    const late = { ...sampling, boundMs: RELEASED_MS };
    return sampled(late, this.#options, signal).then(({ connectMs }) =>
      [...connectMs.values()].flat(),
    );
  }

  #names(): readonly NodeName[] {
    return this.#options.ensemble.nodes.map(({ name }) => name);
  }

  #grudge(victims: readonly NodeName[]): Grudge {
    const others = (of: NodeName): readonly NodeName[] => this.#names().filter(name => name !== of);
    return new Map(victims.map(victim => [victim, new Set(others(victim))]));
  }
}

/** One link to each node, from a node that is not disturbed itself where there is one. */
function pairsTo(victims: readonly NodeName[], names: readonly NodeName[]): Sampling['pairs'] {
  const calm = names.filter(name => !victims.includes(name));
  return victims.flatMap(to => {
    const from = [...calm, ...names].find(name => name !== to);
    return from === undefined ? [] : [{ from, to }];
  });
}
