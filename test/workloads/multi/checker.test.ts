import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/contract.ts';
import type { Event } from '../../../src/history/event.ts';
import { type History, historyOf } from '../../../src/history/history.ts';
import { type Random, seededRandom } from '../../../src/random.ts';
import { allOrNothing } from '../../../workloads/multi/checker.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

/** One event a line, a nanosecond apart. Znodes are `value.version.zxid`, or `-` where there is none.
 *    `0 set 5`    asks for it       `0 done 1.9 1.9 @9`  was told version.zxid of its parts, and a zxid
 *    `0 spoil 5`  asks in vain      `0 refused`, `0 accepted`
 *    `0 read`, `0 look`, `0 list`   `0 saw 5.1.9 5.1.9`  znodes, or the log: `0 log 5 6`
 *    `0 no`, `0 lost`               it failed, or nobody knows */
function story(...lines: readonly string[]): History {
  const open = new Map<number, Pick<Event, 'f' | 'value'>>();
  const events = lines.map((line, index): Event => {
    const [who = '', verb = '', ...what] = line.split(' ');
    const process = Number(who);
    const asks = ['set', 'spoil', 'read', 'look', 'list'].includes(verb);
    if (asks) open.set(process, { f: verb, value: verb === 'set' ? Number(what[0]) : null });
    const asked = open.get(process) ?? { f: verb, value: null };
    const common = { index, process, key: 0, time: index, ...asked };
    return { ...common, ...(asks ? { type: 'invoke' } : answer(verb, what)) };
  });
  return historyOf(events);
}

function answer(verb: string, what: readonly string[]): Pick<Event, 'type'> & Partial<Event> {
  const numbers = (text: string): (number | null)[] =>
    text.split('.').map(part => (part === 'null' ? null : Number(part)));
  switch (verb) {
    case 'done': {
      const zxid = what.find(word => word.startsWith('@'))?.slice(1) ?? '0';
      const parts = what.filter(word => !word.startsWith('@')).map(numbers);
      return { type: 'ok', zxid: BigInt(zxid), value: parts.map(([v, z]) => [v, `0x${hex(z)}`]) };
    }
    case 'saw': {
      const parts = what.map(word => (word === '-' ? null : numbers(word)));
      return {
        type: 'ok',
        value: parts.map(part => part && [part[0], part[1], `0x${hex(part[2])}`]),
      };
    }
    case 'refused':
      return { type: 'ok', value: 'refused' };
    case 'accepted':
      return { type: 'ok', value: 'done' };
    case 'log':
      return { type: 'ok', value: what.map(Number) };
    case 'no':
      return { type: 'fail' };
    default:
      return { type: 'info' };
  }
}

const hex = (zxid: number | null | undefined): string => (zxid ?? 0).toString(16);
const check = (...lines: readonly string[]): Verdict => allOrNothing.check(story(...lines), budget);
const anomalies = (...lines: readonly string[]): readonly string[] => {
  const verdict = check(...lines);
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : [];
};

/** Two multis, one after the other, and one that is refused. */
const three = [
  ...['0 set 1', '0 done 1.5 1.5 1.5 @5', '0 spoil 2', '0 refused'],
  ...['0 set 3', '0 done 2.9 2.9 2.9 @9'],
];
/** The state after the second. */
const whole = ['1 read', '1 saw 3.2.9 3.2.9 3.2.9'];

test('what was done is seen as a whole, what was refused is not -> valid', () => {
  expect(check(...three, ...whole, '1 list', '1 log 1 3')).toEqual({
    valid: true,
    counts: { done: 2, refused: 1, 'multi reads': 1, looks: 0, 'logs listed': 1, 'in doubt': 0 },
  });
});

test('an older state, and none, are seen as a whole -> valid', () => {
  expect(anomalies(...three, '1 read', '1 saw 1.1.5 1.1.5 1.1.5', ...whole)).toEqual([]);
  expect(anomalies(...three, '1 read', '1 saw - - -', '1 look', '1 saw - 1.1.5 3.2.9')).toEqual([]);
});

test('a multi that cannot be done is acknowledged -> accepted', () => {
  expect(anomalies(...three.with(3, '0 accepted'), ...whole)).toEqual(['accepted']);
});

describe('left-behind', () => {
  test('the value of a refused multi is read', () => {
    expect(anomalies(...three, '1 look', '1 saw 2.3.12')).toEqual(['left-behind']);
  });
  test('it is in the log', () => {
    expect(anomalies(...three, ...whole, '1 list', '1 log 1 2 3')).toEqual(['left-behind']);
  });
  test('a multi that failed is seen; one in doubt may be', () => {
    expect(anomalies(...three, '0 set 4', '0 no', '1 look', '1 saw 4.3.12')).toEqual([
      'left-behind',
    ]);
    expect(anomalies(...three, '0 set 4', '0 lost', '1 look', '1 saw 4.3.12')).toEqual([]);
  });
});

describe('torn', () => {
  test('a multi read shows two versions', () => {
    expect(anomalies(...three, '1 read', '1 saw 3.2.9 1.1.5 3.2.9')).toEqual(['torn']);
  });
  test('a multi read shows some znodes only', () => {
    expect(anomalies(...three, '1 read', '1 saw 1.1.5 - 1.1.5')).toEqual(['torn']);
  });
  test('one version has two zxids, or two values', () => {
    expect(anomalies(...three, '1 look', '1 saw 3.2.10')).toEqual(['torn']);
    expect(anomalies(...three, '0 set 4', '0 lost', '1 look', '1 saw 4.2.9')).toEqual(['torn']);
  });
  test('a multi is answered with two zxids', () => {
    expect(anomalies(...three.with(5, '0 done 2.9 2.9 2.8 @9'), ...whole)).toContain('torn');
  });
});

test('a znode is older than one read before it -> in-part', () => {
  expect(anomalies(...three, '1 look', '1 saw 1.1.5 3.2.9')).toEqual([]);
  expect(anomalies(...three, '1 look', '1 saw 3.2.9 1.1.5')).toEqual(['in-part']);
  expect(anomalies(...three, '1 look', '1 saw 3.2.9 -')).toEqual(['in-part']);
});

describe('order', () => {
  const later = (sight: string): readonly string[] => [
    '0 set 4',
    '0 lost',
    '1 look',
    `1 saw ${sight}`,
  ];
  test('a higher version has a lower zxid', () => {
    expect(anomalies(...three, ...later('4.3.12'))).toEqual([]);
    expect(anomalies(...three, ...later('4.3.7'))).toEqual(['order']);
  });
  test('a multi was done, and no version counts it', () => {
    expect(anomalies(...three, ...later('4.0.3'))).toEqual(['order']);
  });
  test('one value has two versions', () => {
    expect(anomalies(...three, ...later('3.3.12'))).toEqual(['order']);
  });
});

test('a multi is acknowledged at another zxid than it has changed its znodes at -> zxid', () => {
  expect(anomalies(...three.with(5, '0 done 2.9 2.9 2.9 @10'), ...whole)).toEqual(['zxid']);
});

describe('lost', () => {
  test('an acknowledged multi is not in the log', () => {
    expect(anomalies(...three, ...whole, '1 list', '1 log 1')).toEqual(['lost']);
    expect(anomalies(...three.slice(0, 4), '1 list', ...three.slice(4), '1 log 1')).toEqual([]);
  });
  test('one in doubt is not in the log though it was seen', () => {
    const doubt = [...three, '0 set 4', '0 lost'];
    expect(anomalies(...doubt, '1 list', '1 log 1 3')).toEqual([]);
    const seen = [...doubt, '1 look', '1 saw 4.3.12'];
    expect(anomalies(...seen, '1 list', '1 log 1 3')).toEqual(['lost']);
  });
});

describe('unknown', () => {
  test.each([
    ['no multi was done', three.slice(2, 4)],
    ['no multi was refused', [...three.slice(0, 2), '1 look', '1 saw 1.1.5']],
    ['nobody read', three],
  ])('%s', (why, lines) => expect(check(...lines)).toMatchObject({ valid: 'unknown', why }));
});

/** Sights of a group after up to three multis, most of them of a true order, with errors of chance. */
function randomSights(random: Random): readonly string[] {
  const order = random.shuffle([1, 2, 3]).slice(0, 1 + random.intBelow(3));
  const asked = order.flatMap((value, at) => [`${at} set ${value}`, `${at} lost`]);
  const one = (): string => {
    const version = random.intBelow(order.length + 1);
    const value = version === 0 ? 'null' : (order[version - 1] ?? 0);
    const wrong = random.intBelow(12);
    const zxid = 10 + version * 2;
    if (wrong === 0) return `${1 + random.intBelow(3)}.${version}.${zxid}`;
    return `${value}.${version}.${wrong === 1 ? zxid + 1 - random.intBelow(4) : zxid}`;
  };
  const reads = Array.from({ length: 1 + random.intBelow(4) }, () => {
    const same = one();
    const parts = random.intBelow(3) > 0 ? [same, same] : [one(), one()];
    return [`9 ${random.pick(['read', 'look'])}`, `9 saw ${parts.join(' ')}`];
  });
  return [...asked, ...reads.flat()];
}

/** Whether the multis can be put into an order, each at a zxid of its own, that explains all that was seen. */
function explainable(lines: readonly string[]): boolean {
  const values = lines.flatMap(line => / set (\d)/.exec(line)?.[1] ?? []);
  const reads = lines.flatMap((line, at) => {
    const parts = / saw (.*)/.exec(line)?.[1]?.split(' ') ?? [];
    return parts.length > 0 ? [{ together: lines[at - 1]?.endsWith('read'), parts }] : [];
  });
  return orders(values).some(order => {
    const states = ['null', ...order];
    const zxids = new Map<number, number>();
    const fits = reads.every(({ together, parts }) => {
      const versions = parts.map(part => {
        const [value = '', version = '', zxid = ''] = part.split('.');
        const known = zxids.get(Number(version)) ?? Number(zxid);
        zxids.set(Number(version), known);
        return states[Number(version)] === value && known === Number(zxid) ? Number(version) : -1;
      });
      const [first = -1, second = -1] = versions;
      return first >= 0 && (together ? first === second : first <= second && second >= 0);
    });
    const grown = [...zxids].sort(([a], [b]) => a - b).map(([, zxid]) => zxid);
    return fits && grown.every((zxid, at) => zxid > (grown[at - 1] ?? Number.NEGATIVE_INFINITY));
  });
}

/** All orders of all subsets. */
function orders(values: readonly string[]): readonly (readonly string[])[] {
  const longer = values.flatMap(value =>
    orders(values.filter(other => other !== value)).map(rest => [value, ...rest]),
  );
  return [[], ...longer];
}

test('held against all orders of the multis, on random sights', () => {
  const random = seededRandom(23);
  const verdicts = new Map<boolean, number>();
  for (let round = 0; round < 400; round++) {
    const lines = randomSights(random);
    const ours = anomalies(...lines).length === 0;
    expect(ours, lines.join(', ')).toBe(explainable(lines));
    verdicts.set(ours, (verdicts.get(ours) ?? 0) + 1);
  }
  expect(verdicts.get(true)).toBeGreaterThan(50);
  expect(verdicts.get(false)).toBeGreaterThan(50);
});
