/** No faults: what a workload does in peace. */
import { nothing } from '../src/generator/index.ts';
import type { NemesisEntry } from './entry.ts';

export const none: NemesisEntry = {
  name: 'none',
  doc: 'injects no fault',
  faults: [],
  create: () => ({
    name: 'none',
    operations: [],
    generator: nothing,
    finalGenerator: nothing,
    invoke: async ({ f }) => {
      throw new Error(`nemesis none: expected no operation, found ${f}`);
    },
    teardown: async () => {},
  }),
};
