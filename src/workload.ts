/** The door `zoobreak/workload`: what a workload is made of. Its generator, its client, its checkers. */
export type { Claim, WorkloadEntry } from '../workloads/entry.ts';
export { anomaly, doubtsAbout, indicesOf, type Judgement, verdictOf } from './checker/finding.ts';
export { linearizable } from './checker/linearizable/index.ts';
export { inTurns, lastTurns, type Turns } from './client/turns.ts';
export * from './client.ts';
export * from './generator/index.ts';
export type { Event, Invocation, Key } from './history/event.ts';
export { type History, historyOf, type Operation } from './history/history.ts';
export * from './model/index.ts';
export { type Random, seededRandom } from './random.ts';
