/** Checkers: pure functions from a history to a verdict. */
export { type Detail, linearizable } from './linearizable.ts';
