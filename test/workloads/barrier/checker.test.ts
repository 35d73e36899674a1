import { expect, test } from 'vitest';
import type { Event } from '../../../src/history/event.ts';
import { historyOf } from '../../../src/history/history.ts';
import { type Random, seededRandom } from '../../../src/random.ts';
import { passages } from '../../../workloads/barrier/checker.ts';
import { type Step, someOrder } from '../../kit/orders.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

const ANSWERS: Readonly<Record<string, Partial<Event>>> = {
  done: { type: 'ok', value: null },
  unsure: { type: 'info', error: { name: 'CONNECTIONLOSS' } },
  late: { type: 'fail', error: { name: 'TOOLATE' } },
  past: { type: 'ok', value: { waited: false, told: false } },
  told: { type: 'ok', value: { waited: true, told: true } },
  untold: { type: 'ok', value: { waited: true, told: false } },
};

/** One barrier, `0 raise`, `0 done`, `1 pass`, and what became of it: a key of ANSWERS. */
function judge(...lines: readonly string[]): readonly string[] | boolean | 'unknown' {
  const asked = new Map<number, string>();
  const events = lines.map((line, index): Event => {
    const [who, what = ''] = line.split(' ');
    const process = Number(who);
    const answer = ANSWERS[what];
    if (answer === undefined) asked.set(process, what);
    const f = asked.get(process) ?? what;
    return { index, process, f, type: 'invoke', value: null, key: '0-1', time: index, ...answer };
  });
  const verdict = passages.check(historyOf(events), budget);
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : verdict.valid;
}

const up = ['0 raise', '0 done'];
const down = ['0 lower', '0 done'];

test('waited until it fell -> valid', () => {
  expect(judge(...up, '1 pass', ...down, '1 told')).toBe(true);
});

test('passed while it was up -> early', () => {
  expect(judge(...up, '1 pass', '1 told', ...down)).toEqual(['early']);
});

test('passed while it was being raised or lowered -> valid', () => {
  const waited = ['2 pass', '2 told'];
  expect(judge('0 raise', '1 pass', '0 done', '1 past', ...down, ...waited)).toBe(true);
  expect(judge(...up, '1 pass', '0 lower', '1 told', '0 done')).toBe(true);
});

test('found up after it fell -> held', () => {
  expect(judge(...up, ...down, '1 pass', '1 late')).toEqual(['held']);
});

test('found up by one who came before it fell -> valid', () => {
  expect(judge(...up, '1 pass', '2 pass', ...down, '1 late', '2 told')).toBe(true);
});

test('seen to have fallen, and not told -> untold', () => {
  expect(judge(...up, '1 pass', ...down, '1 untold')).toEqual(['untold']);
});

test('raised or lowered in doubt -> nothing is known', () => {
  expect(judge('0 raise', '0 unsure', '1 pass', '1 told')).toBe(true);
  expect(judge(...up, '0 lower', '0 unsure', '2 pass', '2 told', '1 pass', '1 late')).toBe(true);
});

test('nobody waited and passed -> unknown', () => {
  expect(judge(...up, ...down, '1 pass', '1 past')).toBe('unknown');
});

/** Up to 12 events of a keeper and two who pass, with whatever answers chance gives. */
function randomLines(random: Random): readonly string[] {
  const open = new Map<number, string>();
  let [turn, told] = [0, 0];
  return Array.from({ length: 4 + random.intBelow(9) }, () => {
    const process = random.intBelow(3);
    const asked = open.get(process);
    open.delete(process);
    if (asked === 'pass') return `${process} ${told++ === 0 ? 'told' : 'past'}`;
    if (asked !== undefined) return `${process} done`;
    const next = process > 0 ? 'pass' : turn++ === 0 ? 'raise' : turn === 2 ? 'lower' : 'pass';
    open.set(process, next);
    return `${process} ${next}`;
  });
}

interface Moved extends Step {
  readonly f: string;
}

function stepsOf(lines: readonly string[]): readonly Moved[] {
  const open = new Map<string, Moved>();
  const steps: Moved[] = [];
  for (const [at, line] of lines.entries()) {
    const [who = '', what = ''] = line.split(' ');
    const asked = open.get(who);
    if (ANSWERS[what] === undefined) open.set(who, { f: what, call: at, returned: Infinity });
    else if (asked !== undefined) steps.push({ ...asked, returned: at });
    if (ANSWERS[what] !== undefined) open.delete(who);
  }
  const pending = [...open.values()].filter(({ f }) => f !== 'pass');
  return [...steps, ...pending];
}

test('early is what no order explains', () => {
  const random = seededRandom(41);
  const after = (up: boolean, { f }: Moved): boolean | undefined =>
    f === 'pass' ? (up ? undefined : up) : f === 'raise';
  let early = 0;
  for (let round = 0; round < 600; round++) {
    const lines = randomLines(random);
    const found = judge(...lines);
    const ours = Array.isArray(found) && found.includes('early');
    expect(ours, lines.join(', ')).toBe(!someOrder(stepsOf(lines), false, after));
    early += ours ? 1 : 0;
  }
  expect(early).toBeGreaterThan(10);
});
