import { expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Verdict } from '../../../src/contract.ts';
import { historyOf } from '../../../src/history/history.ts';
import { casRegister, type Model, versionedRegister } from '../../../src/model/index.ts';
import { eventsOf } from '../../kit/notation.ts';

/** Checks a history whose completions carry these zxids, in order. */
function check<S>(text: string, zxids: readonly number[], model: Model<S>): Verdict {
  const left = zxids.map(BigInt);
  const events = eventsOf(text).map(event => {
    const zxid = event.type === 'ok' ? left.shift() : undefined;
    return zxid === undefined ? event : { ...event, zxid };
  });
  const budget = { timeMs: 1000, memoryMb: 100, elapsedMs: () => 0 };
  return linearizable(model).check(historyOf(events), budget);
}

function typeOf(verdict: Verdict): string {
  return verdict.valid === false ? verdict.anomalies[0].type : String(verdict.valid);
}

test('zxids against the order of returns and calls -> server-order-contradicts-clients', () => {
  const text = '0=w:1 1=w:1';
  expect(typeOf(check(text, [5, 6], casRegister(null)))).toBe('true');
  expect(typeOf(check(text, [6, 5], casRegister(null)))).toBe('server-order-contradicts-clients');
});

test('zxids of concurrent writes may come in either order', () => {
  const text = '0(w:1 1(w:1 0)w 1)w';
  expect(typeOf(check(text, [6, 5], casRegister(null)))).toBe('true');
});

test('zxids against versions -> server-order-contradicts-clients', () => {
  const text = '0(w:1 1(w:2 0)w:0,1 1)w:1,2';
  expect(typeOf(check(text, [5, 6], versionedRegister))).toBe('true');
  expect(typeOf(check(text, [6, 5], versionedRegister))).toBe('server-order-contradicts-clients');
});

test('a read may carry a zxid from just before or after what it saw', () => {
  expect(typeOf(check('0=w:1 1=r:1', [5, 4], casRegister(null)))).toBe('true');
});

test('where no order explains the history, that is what is said', () => {
  expect(typeOf(check('0=w:1 1=w:2 2=r:1', [6, 5, 7], casRegister(null)))).toBe('nonlinearizable');
});

test('the anomaly names both writes', () => {
  const verdict = check('0=w:1 1=w:1', [6, 5], casRegister(null));
  if (verdict.valid !== false) throw new Error(`expected invalid, found ${verdict.valid}`);
  expect(verdict.anomalies[0]).toMatchObject({
    seen: 'write 1 (op 0, process 0, node n1, zxid 0x6) has a higher zxid than write 1 (op 2, process 1, node n1, zxid 0x5), but had returned before that was invoked',
    operations: [0, 1, 2, 3],
  });
});
