import { expect, test } from 'vitest';
import { type Random, seededRandom } from '../../../src/random.ts';
import { passages } from '../../../workloads/barrier/checker.ts';
import { judged } from '../../kit/judge.ts';
import { type Part, spelled } from '../../kit/notation.ts';
import { type Step, someOrder } from '../../oracle/every-order.ts';

const PASSED: Readonly<Record<string, unknown>> = {
  past: { waited: false, told: false },
  told: { waited: true, told: true },
  untold: { waited: true, told: false },
};
/** One barrier that is raised and lowered. A process that passed was `told`, `untold`, or had not waited. */
const barrier = spelled({
  key: '0-1',
  reads: ['pass'],
  outputs: { pass: how => PASSED[String(how)] },
});
const judge = (...words: readonly Part[]) => judged(passages, barrier(words));

const up = '0=raise';
const down = '0=lower';

test('waited until it fell -> valid', () => {
  expect(judge(up, '1(pass', down, '1)pass:told')).toBe(true);
});

test('passed while it was up -> early-passage', () => {
  expect(judge(up, '1=pass:told', down)).toEqual(['early-passage']);
});

test('passed while it was being raised or lowered -> valid', () => {
  const waited = '2=pass:told';
  expect(judge('0(raise 1(pass 0)raise 1)pass:past', down, waited)).toBe(true);
  expect(judge(up, '1(pass 0(lower 1)pass:told 0)lower')).toBe(true);
});

test('found up after it fell -> stale-read', () => {
  expect(judge(up, down, '1(pass 1!pass.TOOLATE')).toEqual(['stale-read']);
});

test('found up by one who came before it fell -> valid', () => {
  expect(judge(up, '1(pass 2(pass', down, '1!pass.TOOLATE 2)pass:told')).toBe(true);
});

test('seen to have fallen, and not told -> late-event', () => {
  expect(judge(up, '1(pass', down, '1)pass:untold')).toEqual(['late-event']);
});

test('raised or lowered in doubt -> nothing is known', () => {
  expect(judge('0(raise 0?raise.CONNECTIONLOSS 1=pass:told')).toBe(true);
  expect(judge(up, '0(lower 0?lower.CONNECTIONLOSS 2=pass:told 1(pass 1!pass.TOOLATE')).toBe(true);
});

test('nobody waited and passed -> unknown', () => {
  expect(judge(up, down, '1=pass:past')).toBe('unknown');
});

/** Up to 12 words of a keeper and two who pass, with whatever answers chance gives. */
function randomWords(random: Random): readonly string[] {
  const open = new Map<number, string>();
  let [turn, told] = [0, 0];
  return Array.from({ length: 4 + random.intBelow(9) }, () => {
    const process = random.intBelow(3);
    const asked = open.get(process);
    open.delete(process);
    if (asked === 'pass') return `${process})pass:${told++ === 0 ? 'told' : 'past'}`;
    if (asked !== undefined) return `${process})${asked}`;
    const next = process > 0 ? 'pass' : turn++ === 0 ? 'raise' : turn === 2 ? 'lower' : 'pass';
    open.set(process, next);
    return `${process}(${next}`;
  });
}

interface Moved extends Step {
  readonly f: string;
}

/** A pass that never returned may have seen anything. */
function stepsOf(words: readonly string[]): readonly Moved[] {
  const operations = barrier(words).operations();
  return operations
    .filter(({ f, completionIndex }) => f !== 'pass' || completionIndex !== undefined)
    .map(({ f, callNs: call, returnNs: returned }) => ({ f, call, returned }));
}

test('early-passage is what no order explains', () => {
  const random = seededRandom(41);
  const after = (up: boolean, { f }: Moved): boolean | undefined =>
    f === 'pass' ? (up ? undefined : up) : f === 'raise';
  let early = 0;
  for (let round = 0; round < 600; round++) {
    const words = randomWords(random);
    const found = judge(words);
    const ours = Array.isArray(found) && found.includes('early-passage');
    expect(ours, words.join(' ')).toBe(!someOrder(stepsOf(words), false, after));
    early += ours ? 1 : 0;
  }
  expect(early).toBeGreaterThan(10);
});
