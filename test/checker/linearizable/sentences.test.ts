import { expect, test } from 'vitest';
import { sentenceOf } from '../../../src/anomalies.ts';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import { fifoQueue, type Model, register, versionedRegister } from '../../../src/model/index.ts';
import { verdictOn } from '../../kit/judge.ts';
import { history } from '../../kit/notation.ts';

function sentence<S>(text: string, model: Model<S>, detail: 'full' | 'brief' = 'full'): string {
  const verdict = verdictOn(linearizable(model, detail), history(text));
  if (verdict.valid !== false) throw new Error(`expected invalid, found ${verdict.valid}`);
  return sentenceOf(verdict.anomalies[0]);
}

const STALE =
  'Stale read: n1 returned version 0 (=5) at 0.009 s, but version 1 (=6) had been acknowledged by n1 at 0.003 s.';

test.each(['full', 'brief'] as const)(
  'a stale read that is still open is blamed, not the write that returns beside it: %s',
  detail => {
    const text = '0=w:5>0,5 0=w:6>1,6 1(r 0=w:7>2,7 2=r:2,7 1)r:0,5';
    expect(sentence(text, versionedRegister, detail)).toBe(STALE);
  },
);

test('a read that nobody could foresee is blamed, not the read that follows it', () =>
  expect(sentence('0=w:5>0,5 1=r:1,9 0=r:0,5 0=w:6>1,6 2=r:1,6 0=w:7>2,7', versionedRegister)).toBe(
    'Conflicting versions: n1 returned version 1 (=9) at 0.003 s, but version 1 (=6) was acknowledged by n1 at 0.007 s.',
  ));

test('of two writes of one version the one whose removal repairs the rest is lost', () =>
  expect(sentence('0=w:5>0,5 0=w:6>1,6 1=w:7>1,7 2=r:1,7 1=w:8>2,8', versionedRegister)).toBe(
    'Lost write: n1 acknowledged a write as version 1 (=6) at 0.003 s, but version 1 (=7) was acknowledged by n1 at 0.005 s.',
  ));

test('a register without versions', () =>
  expect(sentence('0=w:1 1=w:2 2=r:2 2=r:1', register(0))).toMatch(
    /^Not linearizable: n1 returned 1 at 0.007 s/,
  ));

test('a queue', () =>
  expect(sentence('0=e:1 0=e:2 1=d:2 2=d:1', fifoQueue)).toMatch(/^Not linearizable: /));
