/** The door `zoobreak`: configuration, stored histories, checkers and models, reporters, server profiles. */
export { linearizable } from './checker/linearizable/index.ts';
export {
  type Config,
  type ConfigFile,
  defineConfig,
  type MatrixConfig,
} from './cli/options/config.ts';
export type * from './contract.ts';
export type { ProfileEntry, ProfileNode, ServerLimits } from './ensemble/profile-entry.ts';
export { readHistory } from './history/file.ts';
export { type History, historyOf, type Operation } from './history/history.ts';
export * from './model/index.ts';
export type * from './report/reporter.ts';
export type { CrashReport, RunReport } from './report/run-report.ts';
