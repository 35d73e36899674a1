import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serialHistory } from '../../src/generate/serial.ts';
import { reducedOrder } from '../../src/graph/realtime.ts';
import { historyOf } from '../../src/history/builder.ts';
import { type History, OK } from '../../src/history/history.ts';
import {
  firstVersion,
  lastVersion,
  type Touch,
  touchesOf,
} from '../../src/rw-register/externals.ts';
import { addRealtimeVersions } from '../../src/rw-register/realtime-versions.ts';

/** Walks all paths from each use of a key to the next uses. */
function byWalking(history: History): Set<string> {
  const after = new Map<number, number[]>();
  const all = Array.from({ length: history.completed }, (_, txn) => txn);
  reducedOrder(history, all, (a, b) => after.set(a, [...(after.get(a) ?? []), b]));
  const touches = touchesOf(history);
  const found = new Set<string>();
  for (const from of touches.filter(touch => history.type[touch.txn] === OK)) {
    const use = (txn: number): Touch | undefined =>
      touches.find(touch => touch.txn === txn && touch.key === from.key);
    const seen = new Set([from.txn]);
    const open = [from.txn];
    for (let txn = open.pop(); txn !== undefined; txn = open.pop()) {
      for (const next of after.get(txn) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        const to = use(next);
        if (to) found.add(`${lastVersion(from)} ${firstVersion(to)}`);
        else open.push(next);
      }
    }
  }
  return found;
}

describe('versions of linearizable keys', () => {
  it('follow along every path of the realtime order that does not touch the key', () => {
    const options = fc.record({
      seed: fc.integer(),
      txns: fc.integer({ min: 1, max: 80 }),
      processes: fc.integer({ min: 1, max: 5 }),
      keys: fc.integer({ min: 1, max: 4 }),
      writesPerKey: fc.integer({ min: 2, max: 60 }),
    });
    fc.assert(
      fc.property(options, serial => {
        const history = historyOf(
          serialHistory({ ...serial, workload: 'rw-register' }),
          'rw-register',
        );
        const found = new Set<string>();
        const touches = touchesOf(history);
        addRealtimeVersions(history, touches, (a, b) => found.add(`${a} ${b}`));
        expect([...found].sort()).toEqual([...byWalking(history)].sort());
      }),
      { numRuns: 100 },
    );
  });
});
