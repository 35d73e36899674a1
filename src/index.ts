/** The library's door. */
export { type Config, defineConfig } from './config.ts';
export type * from './contract.ts';
export type * from './report/reporter.ts';
