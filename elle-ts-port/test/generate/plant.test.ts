import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  check,
  GADGETS,
  historyOf,
  lettersHistory,
  plantedHistory,
  serialHistory,
} from '../../src/index.ts';
import { boundary } from '../../src/lattice/boundary.ts';

describe('a serial execution is never invalid', () => {
  const models = ['strict-serializable'];
  it.each(['list-append', 'rw-register'] as const)('%s', workload => {
    const options = fc.record({
      seed: fc.integer(),
      txns: fc.integer({ min: 1, max: 60 }),
      processes: fc.integer({ min: 1, max: 8 }),
      keys: fc.integer({ min: 1, max: 4 }),
      writesPerKey: fc.integer({ min: 1, max: 12 }),
      troubleEvery: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(options, serial => {
        const history = historyOf(serialHistory({ ...serial, workload }), workload);
        const result = check(history, {
          models,
          linearizableKeys: true,
          sequentialKeys: true,
          wfrKeys: true,
        });
        expect(result.valid).not.toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});

describe.each(Object.entries(GADGETS))('%s', (_name, gadget) => {
  const verdict = (events: ReturnType<typeof serialHistory>) =>
    check(historyOf(events, gadget.workload), gadget.options);

  it('alone shows what it is there for, and nothing else', () => {
    const result = verdict(lettersHistory(gadget.letters, gadget.workload));
    expect(result).toMatchObject({ valid: false });
    const types = result.valid === true ? [] : result['anomaly-types'];
    expect(types.filter(type => type !== 'empty-transaction-graph')).toEqual(gadget.shows);
  });

  it('planted in a serial history is named, and rules out the same models', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 60 }), (seed, txns) => {
        const events = plantedHistory(gadget, { seed, txns });
        const history = historyOf(events, gadget.workload);
        // by data dependencies a long way round in time may get another name, but of the same weight
        expect(check(history, gadget.options)).toMatchObject({
          valid: false,
          not: boundary(gadget.shows).not,
        });
        expect(check(history, { ...gadget.options, naming: 'search' })).toMatchObject({
          valid: false,
          'anomaly-types': expect.arrayContaining([...gadget.shows]),
        });
      }),
      { numRuns: 12 },
    );
  });
});
