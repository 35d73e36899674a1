import { expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Verdict } from '../../../src/contract.ts';
import { casRegister, type Model, versionedRegister } from '../../../src/model/index.ts';
import { verdictOn } from '../../kit/judge.ts';
import { history } from '../../kit/notation.ts';

function check<S>(text: string, model: Model<S>): Verdict {
  return verdictOn(linearizable(model), history(text));
}

function typeOf(verdict: Verdict): string {
  return verdict.valid === false ? verdict.anomalies[0].type : String(verdict.valid);
}

test('zxids against the order of returns and calls -> real-time-order', () => {
  expect(typeOf(check('0=w:1@5 1=w:1@6', casRegister(null)))).toBe('true');
  expect(typeOf(check('0=w:1@6 1=w:1@5', casRegister(null)))).toBe('real-time-order');
});

test('zxids of concurrent writes may come in either order', () => {
  expect(typeOf(check('0(w:1 1(w:1 0)w@6 1)w@5', casRegister(null)))).toBe('true');
});

test('zxids against versions -> zxid-order', () => {
  expect(typeOf(check('0(w:1 1(w:2 0)w:0,1@5 1)w:1,2@6', versionedRegister))).toBe('true');
  expect(typeOf(check('0(w:1 1(w:2 0)w:0,1@6 1)w:1,2@5', versionedRegister))).toBe('zxid-order');
});

test('a read may carry a zxid from just before or after what it saw', () => {
  expect(typeOf(check('0=w:1@5 1=r:1@4', casRegister(null)))).toBe('true');
});

test('where no order explains the history, that is what is said', () => {
  expect(typeOf(check('0=w:1@6 1=w:2@5 2=r:1@7', casRegister(null)))).toBe('nonlinearizable');
});

test('the anomaly names both writes', () => {
  const verdict = check('0=w:1@6 1=w:1@5', casRegister(null));
  if (verdict.valid !== false) throw new Error(`expected invalid, found ${verdict.valid}`);
  expect(verdict.anomalies[0]).toMatchObject({
    seen: 'write 1 on n1 at 0.001 s (op 0, process 0, zxid 0x6) has a higher zxid than write 1 on n1 at 0.003 s (op 2, process 1, zxid 0x5), but had returned before that was invoked',
    operations: [0, 1, 2, 3],
  });
});
