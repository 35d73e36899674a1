import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/contract.ts';
import { type Random, seededRandom } from '../../../src/random.ts';
import { allOrNothing } from '../../../workloads/multi/checker.ts';
import { anomaliesOf, verdictOn } from '../../kit/judge.ts';
import { type Part, spelled } from '../../kit/notation.ts';

/** Znodes are `value.version.zxid`, or `-` where there is none; parts of a multi `version.zxid`.
 *    0=set:5>1.9,1.9@9    sets them, and is answered with its parts      0=spoil:refused, or accepted
 *    1=read:5.1.9,5.1.9   reads all at once      1=look:5.1.9,5.1.9   one by one      1=list:[5,6]   the log */
const group = spelled({
  key: 0,
  reads: ['spoil', 'look', 'list'],
  outputs: {
    set: parts => znodes(parts).map(part => part && [part[0], hexOf(part[1])]),
    spoil: answer => (answer === 'accepted' ? 'done' : answer),
    read: seen => seenOf(seen),
    look: seen => seenOf(seen),
  },
});

type Numbers = readonly (number | null)[];

function znodes(argument: unknown): readonly (Numbers | null)[] {
  const texts = [argument].flat().map(String);
  return texts.map(text =>
    text === '-' ? null : text.split('.').map(part => (part === 'null' ? null : Number(part))),
  );
}

function seenOf(argument: unknown): readonly unknown[] {
  return znodes(argument).map(part => part && [part[0], part[1], hexOf(part[2])]);
}

const hexOf = (zxid: number | null | undefined): string => `0x${(zxid ?? 0).toString(16)}`;
const check = (...parts: readonly Part[]): Verdict => verdictOn(allOrNothing, group(parts));
const anomalies = (...parts: readonly Part[]): readonly string[] => anomaliesOf(check(parts));

/** Two multis, one after the other, and one that is refused. */
const [first, refused] = ['0=set:1>1.5,1.5,1.5@5', '0=spoil:refused'];
const three = `${first} ${refused} 0=set:3>2.9,2.9,2.9@9`;
/** The state after the second. */
const whole = '1=read:3.2.9,3.2.9,3.2.9';

test('what was done is seen as a whole, what was refused is not -> valid', () => {
  expect(check(three, whole, '1=list:[1,3]')).toEqual({
    valid: true,
    counts: { done: 2, refused: 1, 'multi reads': 1, looks: 0, 'logs listed': 1, 'in doubt': 0 },
  });
});

test('an older state, and none, are seen as a whole -> valid', () => {
  expect(anomalies(three, '1=read:1.1.5,1.1.5,1.1.5', whole)).toEqual([]);
  expect(anomalies(three, '1=read:-,-,-', '1=look:-,1.1.5,3.2.9')).toEqual([]);
});

test('a multi that cannot be done is acknowledged -> false-success', () => {
  expect(anomalies(first, '0=spoil:accepted 0=set:3>2.9,2.9,2.9@9', whole)).toEqual([
    'false-success',
  ]);
});

describe('phantom', () => {
  test('the value of a refused multi is read', () => {
    expect(anomalies(three, '1=look:2.3.12')).toEqual(['phantom']);
  });
  test('it is in the log', () => {
    expect(anomalies(three, whole, '1=list:[1,2,3]')).toEqual(['phantom']);
  });
  test('a multi that failed is seen; one in doubt may be', () => {
    expect(anomalies(three, '0(set:4 0!set', '1=look:4.3.12')).toEqual(['phantom']);
    expect(anomalies(three, '0(set:4 0?set', '1=look:4.3.12')).toEqual([]);
  });
});

describe('partial-multi', () => {
  test('a multi read shows two versions', () => {
    expect(anomalies(three, '1=read:3.2.9,1.1.5,3.2.9')).toEqual(['partial-multi']);
  });
  test('a multi read shows some znodes only', () => {
    expect(anomalies(three, '1=read:1.1.5,-,1.1.5')).toEqual(['partial-multi']);
  });
  test('one version has two zxids, or two values', () => {
    expect(anomalies(three, '1=look:3.2.10')).toEqual(['partial-multi']);
    expect(anomalies(three, '0(set:4 0?set', '1=look:4.2.9')).toEqual(['partial-multi']);
  });
  test('a multi is answered with two zxids', () => {
    expect(anomalies(first, refused, '0=set:3>2.9,2.9,2.8@9', whole)).toContain('partial-multi');
  });
});

test('a znode is older than one read before it -> fractured-read', () => {
  expect(anomalies(three, '1=look:1.1.5,3.2.9')).toEqual([]);
  expect(anomalies(three, '1=look:3.2.9,1.1.5')).toEqual(['fractured-read']);
  expect(anomalies(three, '1=look:3.2.9,-')).toEqual(['fractured-read']);
});

describe('versions', () => {
  const later = (seen: string): string => `0(set:4 0?set 1=look:${seen}`;
  test('a higher version has a lower zxid -> zxid-order', () => {
    expect(anomalies(three, later('4.3.12'))).toEqual([]);
    expect(anomalies(three, later('4.3.7'))).toEqual(['zxid-order']);
  });
  test('a multi was done, and no version counts it -> conflicting-version', () => {
    expect(anomalies(three, later('4.0.3'))).toEqual(['conflicting-version']);
  });
  test('one value has two versions -> duplicate', () => {
    expect(anomalies(three, later('3.3.12'))).toEqual(['duplicate']);
  });
});

test('a multi is acknowledged at another zxid than it has changed its znodes at -> conflicting-zxid', () => {
  expect(anomalies(first, refused, '0=set:3>2.9,2.9,2.9@10', whole)).toEqual(['conflicting-zxid']);
});

describe('lost-write', () => {
  test('an acknowledged multi is not in the log', () => {
    expect(anomalies(three, whole, '1=list:[1]')).toEqual(['lost-write']);
    expect(anomalies(first, refused, '1(list 0=set:3>2.9,2.9,2.9@9 1)list:[1]')).toEqual([]);
  });
  test('one in doubt is not in the log though it was seen', () => {
    const doubt = [three, '0(set:4 0?set'];
    expect(anomalies(doubt, '1=list:[1,3]')).toEqual([]);
    const seen = [doubt, '1=look:4.3.12'];
    expect(anomalies(seen, '1=list:[1,3]')).toEqual(['lost-write']);
  });
});

describe('unknown', () => {
  test.each([
    ['no multi was done', refused],
    ['no multi was refused', [first, '1=look:1.1.5']],
    ['nobody read', three],
  ])('%s', (why, words) => expect(check(words)).toMatchObject({ valid: 'unknown', why }));
});

/** Reads of a group after up to three multis, most of them of a true order, with errors of chance. */
function randomWords(random: Random): readonly string[] {
  const order = random.shuffle([1, 2, 3]).slice(0, 1 + random.intBelow(3));
  const asked = order.map((value, at) => `${at}(set:${value} ${at}?set`);
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
    return `9=${random.pick(['read', 'look'])}:${parts}`;
  });
  return [...asked, ...reads];
}

/** Whether the multis can be put into an order, each at a zxid of its own, that explains all that was seen. */
function explainable(words: readonly string[]): boolean {
  const values = words.flatMap(word => /set:(\d)/.exec(word)?.[1] ?? []);
  const reads = words.flatMap(word => {
    const [, f, parts] = /=(read|look):(.*)/.exec(word) ?? [];
    return parts === undefined ? [] : [{ together: f === 'read', parts: parts.split(',') }];
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

test('held against all orders of the multis, on random reads', () => {
  const random = seededRandom(23);
  const verdicts = new Map<boolean, number>();
  for (let round = 0; round < 400; round++) {
    const words = randomWords(random);
    const ours = anomalies(words).length === 0;
    expect(ours, words.join(' ')).toBe(explainable(words));
    verdicts.set(ours, (verdicts.get(ours) ?? 0) + 1);
  }
  expect(verdicts.get(true)).toBeGreaterThan(50);
  expect(verdicts.get(false)).toBeGreaterThan(50);
});
