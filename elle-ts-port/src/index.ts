/** Transactional anomalies in histories: the library's door. */
export * from './anomaly.ts';
export { check } from './check.ts';
export type { Existence } from './cycle/existence.ts';
export type { DataStep, ProcessStep, RealtimeStep, Step } from './cycle/step.ts';
export type { Naming } from './cycle/witness.ts';
export { HistoryBuilder, historyOf } from './history/builder.ts';
export type { Event, Mop, Op, Workload } from './history/event.ts';
export { HistoryError } from './history/event.ts';
export type { History } from './history/history.ts';
export { type CheckOptions, OptionError, type RegisterOptions } from './options.ts';
export type * from './result.ts';
