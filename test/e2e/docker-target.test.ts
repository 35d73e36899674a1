/** The Docker target's promises, on real servers. */
import { expect } from 'vitest';
import { started } from './docker-ensembles.ts';
import { keepsTheContract } from './ensemble-contract.ts';

keepsTheContract({
  disturbs: true,
  readsEpochs: true,
  start: () => started('3.9.6'),
  facts: {
    serverVersion: '3.9.6',
    imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  },
});
