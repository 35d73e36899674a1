import { describe, expect, test } from 'vitest';
import { linearizable } from '../../src/checker/index.ts';
import type { Verdict } from '../../src/contract.ts';
import type { Event } from '../../src/history/event.ts';
import { type History, historyOf } from '../../src/history/history.ts';
import { fifoQueue } from '../../src/model/index.ts';
import { type Random, seededRandom } from '../../src/random.ts';
import { fifo } from '../../workloads/queue-checker.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

/** `0 put 5`, `0 take`, and what became of it: `0 ok` (put), `0 got 5`, `0 got null`, `0 no`,
 *  `0 lost` and `0 lost 5` (it may have taken 5). One event a line, one nanosecond apart. */
function story(...lines: readonly string[]): History {
  const open = new Map<number, Pick<Event, 'f' | 'value'>>();
  const events = lines.map((line, index): Event => {
    const [who = '', verb = '', what = 'null'] = line.split(' ');
    const process = Number(who);
    const value: unknown = JSON.parse(what);
    if (verb === 'put') open.set(process, { f: 'enqueue', value });
    if (verb === 'take') open.set(process, { f: 'dequeue', value: null });
    const asked = open.get(process) ?? { f: verb, value };
    const common = { index, process, key: 0, time: index, ...asked };
    switch (verb) {
      case 'ok':
        return { ...common, type: 'ok' };
      case 'got':
        return { ...common, type: 'ok', value };
      case 'no':
        return { ...common, type: 'fail' };
      case 'lost':
        return { ...common, type: 'info', value: value ?? asked.value };
      default:
        return { ...common, type: 'invoke' };
    }
  });
  return historyOf(events);
}

const check = (...lines: readonly string[]): Verdict => fifo.check(story(...lines), budget);
const anomalies = (verdict: Verdict): readonly string[] =>
  verdict.valid === false ? verdict.anomalies.map(anomaly => anomaly.type) : [];

const two = ['0 put 1', '0 ok', '0 put 2', '0 ok'];

test('first in, first out -> valid', () => {
  const verdict = check(...two, '1 take', '1 got 1', '1 take', '1 got 2', '1 take', '1 got null');
  expect(verdict).toEqual({
    valid: true,
    counts: { enqueued: 2, dequeued: 2, 'found empty': 1 },
  });
});

describe('order', () => {
  test('the second value is taken before the first -> order', () => {
    expect(anomalies(check(...two, '1 take', '1 got 2', '1 take', '1 got 1'))).toEqual(['order']);
  });
  test('the second value is taken while the first is being taken -> valid', () => {
    expect(anomalies(check(...two, '1 take', '2 take', '1 got 2', '2 got 1'))).toEqual([]);
  });
  test('the second of two put at the same time is taken first -> valid', () => {
    const verdict = check(
      '0 put 1',
      '2 put 2',
      '0 ok',
      '2 ok',
      '1 take',
      '1 got 2',
      '1 take',
      '1 got 1',
    );
    expect(anomalies(verdict)).toEqual([]);
  });
  test('the first value may have been taken by one in doubt -> valid', () => {
    const taken = ['3 take', '3 lost 1', '1 take', '1 got 2'];
    expect(anomalies(check(...two, ...taken))).toEqual([]);
    expect(anomalies(check(...two, '3 take', '3 lost', '1 take', '1 got 2'))).toEqual([]);
  });
  test('the one in doubt may have taken another value only -> order', () => {
    const verdict = check(...two, '0 put 3', '0 ok', '3 take', '3 lost 3', '1 take', '1 got 2');
    expect(anomalies(verdict)).toEqual(['order']);
  });
});

describe('phantom', () => {
  test('a value that nobody put -> phantom', () => {
    expect(anomalies(check(...two, '1 take', '1 got 9'))).toEqual(['phantom']);
  });
  test('a value whose put failed -> phantom; in doubt -> valid', () => {
    expect(anomalies(check('0 put 1', '0 no', '1 take', '1 got 1'))).toEqual(['phantom']);
    expect(anomalies(check('0 put 1', '0 lost', '1 take', '1 got 1'))).toEqual([]);
  });
  test('a value that is put only afterwards -> phantom; at the same time -> valid', () => {
    expect(anomalies(check('1 take', '1 got 1', '0 put 1', '0 ok'))).toEqual(['phantom']);
    expect(anomalies(check('1 take', '0 put 1', '1 got 1', '0 ok'))).toEqual([]);
  });
});

test('a value taken twice -> duplicate', () => {
  const verdict = check('0 put 1', '0 ok', '1 take', '1 got 1', '2 take', '2 got 1');
  expect(anomalies(verdict)).toEqual(['duplicate']);
  expect(verdict).toMatchObject({ anomalies: [{ operations: [2, 3, 4, 5] }] });
});

describe('empty', () => {
  test('nothing is found while something is there -> empty', () => {
    expect(
      anomalies(check('0 put 1', '0 ok', '1 take', '1 got null', '1 take', '1 got 1')),
    ).toEqual(['empty']);
  });
  test('nothing is found while it is being put, or being taken -> valid', () => {
    const verdict = check(
      '0 put 1',
      '1 take',
      '0 ok',
      '1 got null',
      '2 take',
      '1 take',
      '1 got null',
      '2 got 1',
    );
    expect(anomalies(verdict)).toEqual([]);
  });
  test('a value that is never taken is lost -> empty', () => {
    const verdict = check(...two, '1 take', '1 got 1', '1 take', '1 got null');
    expect(anomalies(verdict)).toEqual(['empty']);
  });
  test('one value goes only after the next has come, all the time -> empty', () => {
    const chain = [
      '0 put 1',
      '0 ok',
      '1 take',
      '0 put 2',
      '0 ok',
      '2 take',
      '2 got 1',
      '1 got null',
    ];
    expect(anomalies(check(...chain, '2 take', '2 got 2'))).toEqual(['empty']);
  });
  test('one value may go before the next has come -> valid', () => {
    const gap = ['0 put 1', '0 ok', '1 take', '2 take', '0 put 2', '0 ok', '2 got 1', '1 got null'];
    expect(anomalies(check(...gap, '2 take', '2 got 2'))).toEqual([]);
  });
});

test('nothing was ever taken -> unknown', () => {
  expect(check(...two)).toMatchObject({ valid: 'unknown' });
});

/** A history of up to 12 events of three processes with whatever answers chance gives. */
function randomStory(random: Random, withDoubts: boolean): readonly string[] {
  const open = new Map<number, 'put' | 'take'>();
  let last = 0;
  return Array.from({ length: 2 + random.intBelow(11) }, () => {
    const process = random.intBelow(3);
    const asked = open.get(process);
    open.delete(process);
    if (asked !== undefined && withDoubts && random.intBelow(6) === 0) return `${process} lost`;
    if (asked === 'put') return `${process} ok`;
    const value = random.intBelow(4) === 0 ? 'null' : 1 + random.intBelow(last + 1);
    if (asked === 'take') return `${process} got ${value}`;
    const verb = random.pick(['put', 'take'] as const);
    open.set(process, verb);
    return verb === 'put' ? `${process} put ${++last}` : `${process} take`;
  });
}

/** Drops invocations that were never answered. */
function complete(lines: readonly string[]): readonly string[] {
  const isCall = (line: string): boolean => / (put|take)/.test(line);
  return lines.filter(
    (line, at) => !isCall(line) || lines.slice(at + 1).some(later => later[0] === line[0]),
  );
}

describe('held against the general search on random histories', () => {
  const judged = (lines: readonly string[]): readonly [boolean, boolean] => {
    const history = story(...lines);
    const ours = fifo.check(history, budget).valid !== false;
    return [ours, linearizable(fifoQueue).check(history, budget).valid !== false];
  };

  test('without doubts they agree', () => {
    const random = seededRandom(17);
    const verdicts = new Map<boolean, number>();
    for (let round = 0; round < 600; round++) {
      const lines = complete(randomStory(random, false));
      const [ours, theirs] = judged(lines);
      expect(ours, lines.join(', ')).toBe(theirs);
      verdicts.set(ours, (verdicts.get(ours) ?? 0) + 1);
    }
    expect(verdicts.get(true)).toBeGreaterThan(50);
    expect(verdicts.get(false)).toBeGreaterThan(50);
  });

  test('with doubts, what is found wrong is wrong', () => {
    const random = seededRandom(18);
    let wrong = 0;
    for (let round = 0; round < 600; round++) {
      const lines = randomStory(random, true);
      const [ours, theirs] = judged(lines);
      if (ours) continue;
      wrong += 1;
      expect(theirs, lines.join(', ')).toBe(false);
    }
    expect(wrong).toBeGreaterThan(50);
  });
});
