/** Transactional anomalies in histories: the library's door. */
export type * from './anomaly.ts';
export { type Analysis, analyse, check } from './check.ts';
export { type BankOptions, bank } from './checkers/bank.ts';
export { counter } from './checkers/counter.ts';
export { longFork } from './checkers/long-fork.ts';
export { type MonotonicOptions, monotonic } from './checkers/monotonic.ts';
export type { Operation, SmallAnomaly, SmallResult } from './checkers/operations.ts';
export { set } from './checkers/set.ts';
export { setFull } from './checkers/set-full.ts';
export type { Existence } from './cycle/existence.ts';
export type { DataStep, GivenStep, ProcessStep, RealtimeStep, Step } from './cycle/step.ts';
export type { Naming } from './cycle/witness.ts';
export { GADGETS, type Gadget } from './generate/gadgets.ts';
export { lettersHistory } from './generate/letters.ts';
export { plantedHistory } from './generate/plant.ts';
export { type SerialOptions, serialEvents, serialHistory } from './generate/serial.ts';
export { HistoryBuilder, historyOf } from './history/builder.ts';
export { ednEvents } from './history/edn.ts';
export { type Event, HistoryError, type Mop, type Op, type Workload } from './history/event.ts';
export { FAIL, type History, INFO, OK, OPEN } from './history/history.ts';
export { load } from './load.ts';
export {
  type CheckOptions,
  type KnownOrder,
  OptionError,
  type RegisterOptions,
} from './options.ts';
export { type Description, described } from './report/described.ts';
export { type ReportFile, reportFiles } from './report/files.ts';
export { summary } from './report/summary.ts';
export { cycleText } from './report/text.ts';
export type {
  Anomalies,
  CheckResult,
  Cycle,
  CycleType,
  Findings,
  OtherResult,
  ValidResult,
} from './result.ts';
export { strongestModels } from './strongest.ts';
export { analyseInThreads } from './threads.ts';
