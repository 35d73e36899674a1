/** Servers that die and return one by one, each outage for a time of its own: while one server is down for long, others
 *  restart and the leader changes. As many outages overlap as leave a majority of processes.
 *    begin-outage-N  value Victims   dead when verified
 *    end-outage-N    value null      the node that it killed runs again when verified
 *  N is 1 of three nodes, and 1 or 2 of five: the outages of each N come one after the other. */
import type { Nemesis, NemesisOptions, NodeName } from '../src/contract.ts';
import { any, sequence } from '../src/generator/index.ts';
import type { Random } from '../src/random.ts';
import type { NemesisEntry } from './entry.ts';
import { processFault } from './process-fault.ts';
import { minority, type Victims } from './victims.ts';

/** The share of outages that strike the leader, so that a node which has just rejoined may come to lead. */
const LEADER_SHARE = 0.5;
/** How long an outage lasts, in intervals: from less than an election to several restarts of others. */
const LASTS = { least: 1 / 3, most: 4 };

export const churn: NemesisEntry = {
  name: 'churn',
  doc: 'kills (SIGKILL) single nodes, often the leader, and starts each again after a time of its own; a majority stays',
  faults: ['kill'],
  create: createChurn,
};

function createChurn(options: NemesisOptions): Nemesis {
  const { ensemble, atMost } = options;
  const places = Math.min(minority(ensemble.nodes.length), atMost ?? Number.POSITIVE_INFINITY);
  const outages = Array.from({ length: places }, (_, at) => outage(at + 1, options));
  return {
    name: 'churn',
    operations: outages.flatMap(({ operations }) => operations),
    values: Object.assign({}, ...outages.map(({ values }) => values)),
    generator: any(...outages.map(({ generator }) => generator)),
    finalGenerator: sequence(...outages.map(({ finalGenerator }) => finalGenerator).reverse()),
    invoke: (invocation, signal) => {
      const answers = outages.find(({ operations }) =>
        operations.some(({ strike, heal }) => strike === invocation.f || heal === invocation.f),
      );
      if (answers === undefined) throw new RangeError(`${invocation.f}: no outage of churn`);
      return answers.invoke(invocation, signal);
    },
    teardown: async signal => {
      await Promise.all(outages.map(each => each.teardown(signal)));
    },
  };
}

/** One outage after the other. The first place strikes all nodes at the end of a run. */
function outage(place: number, options: NemesisOptions): Nemesis {
  const names = options.ensemble.nodes.map(({ name }) => name);
  return processFault(
    {
      name: `churn-${place}`,
      strikeF: `begin-outage-${place}`,
      healF: `end-outage-${place}`,
      affects: ['servers'],
      broken: 'dead',
      ...(place > 1 && { atEnd: false }),
      lasts: LASTS,
      victims: random => victim(names, random),
      strike: (node, signal) => node.kill(signal),
      heal: (node, signal) => node.start(signal),
    },
    options,
  );
}

function victim(names: readonly NodeName[], random: Random): Victims {
  return random.float() < LEADER_SHARE
    ? { who: 'leader' }
    : { who: 'first running', nodes: random.shuffle(names) };
}
