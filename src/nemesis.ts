/** The door `zoobreak/nemesis`: what a nemesis is made of. Its schedule, its victims, what was seen of its
 *  faults. */
export { rangeIn, wordIn, wordsIn } from '../nemesis/aim.ts';
export type { NemesisEntry, Package, Refusal } from '../nemesis/entry.ts';
export {
  bridge,
  completeGrudge,
  cutPairs,
  halves,
  isolateFirst,
  majoritiesRing,
  oneWay,
  withoutClients,
} from '../nemesis/grudge.ts';
export { type Observation, observe } from '../nemesis/observe.ts';
export { type ProcessFault, processFault, WHO } from '../nemesis/process-fault.ts';
export { type FaultPlan, faultSchedule } from '../nemesis/schedule.ts';
export {
  chooseVictims,
  findLeader,
  findVictims,
  type Victims,
  type Who,
  whoParameter,
} from '../nemesis/victims.ts';
export type * from './contract.ts';
export * from './generator/index.ts';
export type { Event, Invocation } from './history/event.ts';
export { type Random, seededRandom } from './random.ts';
