/** Takes the majority of the voters away from everybody, and leaves the leader its observers.
 *    part-voters  value null   seen {probes, dropped}, as of a partition
 *    join-voters  value null   the same
 *  Verified as a partition and its healing are. */
import type { FaultReport, Grudge, Nemesis, NemesisOptions, NodeName } from '../src/contract.ts';
import { noCut, seeCut, seeHealed, witnessCut } from './cut-witness.ts';
import type { NemesisEntry } from './entry.ts';
import { completeGrudge, nodesIn, storeGrudge } from './grudge.ts';
import { faultSchedule } from './schedule.ts';
import { findLeader } from './victims.ts';

export const voters: NemesisEntry = {
  name: 'voters',
  doc: 'cuts every voter off from every other, and leaves the observers with the leader',
  faults: ['partition'],
  costsMajority: true,
  create: createVoters,
};

const PART = { f: 'part-voters', value: null };
const JOIN = { f: 'join-voters', value: null };

function createVoters(options: NemesisOptions): Nemesis {
  const { ensemble } = options;
  const droppers = ensemble.nodes.map(node => node.name);
  let witness = noCut(droppers);
  const part = async (signal: AbortSignal): Promise<FaultReport> => {
    const grudge = await grudgeNow(options, signal);
    if (grudge === undefined)
      return {
        verified: false,
        did: 'nothing',
        seen: 'no node says that it leads others',
        on: { nodes: [] },
      };
    witness = await witnessCut({ grudge, ports: 'all' }, options, signal);
    await ensemble.network.cut(grudge, 'all', signal);
    const did = { ports: 'all', grudge: storeGrudge(grudge) };
    return {
      did,
      ...(await seeCut(witness, options, signal)),
      on: { nodes: nodesIn(grudge) },
    };
  };
  const join = async (signal: AbortSignal): Promise<FaultReport> => {
    await ensemble.network.heal(signal);
    return { did: 'healed', ...(await seeHealed(witness, options, signal)) };
  };
  return {
    name: 'voters',
    operations: [{ strike: PART.f, heal: JOIN.f, affects: ['network'], quorum: 'may be lost' }],
    values: { [PART.f]: { kind: 'none' } },
    ...faultSchedule({ name: 'voters', strike: () => PART, heal: JOIN }, options),
    invoke: (invocation, signal) => (invocation.f === PART.f ? part(signal) : join(signal)),
    teardown: signal => ensemble.network.heal(signal),
  };
}

/** Undefined where nobody leads, or nobody is led. */
async function grudgeNow(
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<Grudge | undefined> {
  const leader = await findLeader(options, signal);
  if (leader === undefined) return undefined;
  const roles = await options.ensemble.roles(signal);
  const names = options.ensemble.nodes.map(node => node.name).filter(name => name !== leader);
  const observers = names.filter(name => roles.get(name) === 'observer');
  const others = names.filter(name => !observers.includes(name));
  return others.length === 0 ? undefined : apartFrom(leader, observers, others);
}

/** The leader with its observers, and every other voter alone. */
export function apartFrom(
  leader: NodeName,
  observers: readonly NodeName[],
  others: readonly NodeName[],
): Grudge {
  return completeGrudge([[leader, ...observers], ...others.map(other => [other])]);
}
