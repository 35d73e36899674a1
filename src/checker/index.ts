/** Checkers: pure functions from a history to a verdict. */
export { linearizable } from './linearizable.ts';
