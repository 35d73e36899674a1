/** Cuts the network between nodes, or between clients and nodes, and heals it.
 *   start-partition  value Partition   seen {probes: {'n2->n1': {before, during}}, dropped: {n1: packets}}
 *   stop-partition   value null        seen {probes: {'n2->n1': reached}, dropped}
 * A cut is verified when no probe across it gets through any more and each node that is to drop
 * packets either was reachable before or has dropped some. A heal is verified when the probes get
 * through again, except those to nodes that do not run, and no cut is left that drops packets. */
import type { FaultReport, Grudge, Nemesis, NemesisOptions } from '../src/contract.ts';
import { noCut, seeCut, seeHealed, witnessCut } from './cut-witness.ts';
import type { NemesisEntry } from './entry.ts';
import { loadGrudge, nodesIn, storeGrudge } from './grudge.ts';
import {
  aimedCut,
  apartGrudge,
  CUT,
  type Partition,
  PORTS,
  planPartition,
  portsOf,
  refusedCut,
  SHAPE,
} from './partition-plan.ts';
import { type FaultPlan, faultSchedule } from './schedule.ts';
import { findVictims } from './victims.ts';

export const partition: NemesisEntry = {
  name: 'partition',
  doc: 'cuts the network: one node, halves, overlapping majorities, a bridge, one direction, or nodes of a role; all ports, those of the quorum or one of them, or those of the clients',
  faults: ['partition'],
  package: 'network',
  takes: [SHAPE, PORTS],
  refuses: refusedCut,
  create: createPartition,
};

const STOP = { f: 'stop-partition', value: null };

function createPartition(options: NemesisOptions): Nemesis {
  const { ensemble } = options;
  const names = ensemble.nodes.map(node => node.name);
  const aimed = aimedCut(options.aim);
  const ports = aimed.ports === undefined ? portsOf(ensemble) : [aimed.ports];
  const choice = { nodes: names, ports, shape: aimed.shape, atMost: options.atMost };
  const plan: FaultPlan = {
    name: 'partition',
    strike: random => ({ f: 'start-partition', value: planPartition(choice, random) }),
    heal: STOP,
  };
  let witness = noCut(names);
  const start = async (wanted: Partition, signal: AbortSignal): Promise<FaultReport> => {
    const grudge = await resolve(wanted, options, signal);
    witness = await witnessCut({ grudge, ports: wanted.ports }, options, signal);
    await ensemble.network.cut(grudge, wanted.ports, signal);
    const did = { shape: wanted.shape, ports: wanted.ports, grudge: storeGrudge(grudge) };
    return {
      did,
      ...(await seeCut(witness, options, signal)),
      on: { nodes: nodesIn(grudge) },
    };
  };
  const stop = async (signal: AbortSignal): Promise<FaultReport> => {
    await ensemble.network.heal(signal);
    return { did: 'healed', ...(await seeHealed(witness, options, signal)) };
  };
  return {
    name: 'partition',
    operations: [
      {
        strike: 'start-partition',
        heal: STOP.f,
        affects: ['network'],
        quorum: 'may be lost',
      },
    ],
    values: { 'start-partition': CUT },
    ...faultSchedule(plan, options),
    invoke: async (invocation, signal) =>
      invocation.f === STOP.f ? stop(signal) : start(invocation.value as Partition, signal),
    teardown: signal => ensemble.network.heal(signal),
  };
}

/** Returns the grudge meant; that of another node when the leader is meant and nobody leads. */
async function resolve(
  wanted: Partition,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<Grudge> {
  if ('grudge' in wanted) return loadGrudge(wanted.grudge);
  const apart = await findVictims({ who: wanted.shape }, options, signal);
  const names = options.ensemble.nodes.map(node => node.name);
  return apartGrudge(
    apart.map(node => node.name),
    names,
    wanted.ports,
  );
}
