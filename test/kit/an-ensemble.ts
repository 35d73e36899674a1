/** The ensemble's shape that workloads receive in tests without an ensemble. */
import type { EnsembleShape } from '../../src/contract.ts';

export const anEnsemble: EnsembleShape = {
  target: 'docker',
  server: '3.9.6',
  voters: 3,
  observers: 0,
};
