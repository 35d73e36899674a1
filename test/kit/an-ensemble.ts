/** The ensemble that workloads are told of, where a test has none. */
import type { EnsembleShape } from '../../src/contract.ts';

export const anEnsemble: EnsembleShape = {
  target: 'docker',
  server: '3.9.6',
  voters: 3,
  observers: 0,
};
