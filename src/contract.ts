/** The types that workloads, nemeses, checkers and targets are written against. No code. */
export type * from './contract/address.ts';
export type * from './contract/checker.ts';
export type * from './contract/client.ts';
export type * from './contract/ensemble.ts';
export type * from './contract/generator.ts';
export type * from './contract/nemesis.ts';
export type * from './contract/workload.ts';
