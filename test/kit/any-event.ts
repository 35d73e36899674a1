/** Any event that a history may hold. */
import fc from 'fast-check';
import type { Event } from '../../src/history/event.ts';
import { AFFECTED, type FaultStamp, QUORUM } from '../../src/history/fault-stamp.ts';

const anyStamp: fc.Arbitrary<FaultStamp> = fc.record(
  {
    nemesis: fc.string(),
    affects: fc.subarray([...AFFECTED]),
    quorum: fc.constantFrom(...QUORUM),
    heal: fc.string(),
    healed: fc.array(fc.nat()),
    on: fc.record(
      { nodes: fc.array(fc.string()), threads: fc.array(fc.nat()) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['nemesis', 'affects'] },
);

export const anyEvent: fc.Arbitrary<Event> = fc.record(
  {
    index: fc.nat(),
    type: fc.constantFrom('invoke' as const, 'ok' as const, 'fail' as const, 'info' as const),
    process: fc.oneof(fc.nat(), fc.constant('nemesis' as const)),
    f: fc.string(),
    value: fc.jsonValue().map(value => JSON.parse(JSON.stringify(value))),
    key: fc.oneof(fc.string(), fc.integer()),
    time: fc.maxSafeNat(),
    node: fc.string(),
    zxid: fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n),
    session: fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n),
    error: fc.record({ name: fc.string(), message: fc.string() }),
    fault: anyStamp,
  },
  { requiredKeys: ['index', 'type', 'process', 'f', 'value', 'time'] },
);
