import { describe, expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Verdict } from '../../../src/contract.ts';
import type { Event } from '../../../src/history/event.ts';
import { type History, historyOf } from '../../../src/history/history.ts';
import { type Random, seededRandom } from '../../../src/random.ts';
import { access } from '../../../workloads/acl/checker.ts';
import { permits, schemeOf, userOf, type Who } from '../../../workloads/acl/rights.ts';
import { aclModel } from './acl-model.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

/** One event a line, a nanosecond apart. Processes 0 to 3 are owner, ann, bob and nobody.
 *    `0 grant bob read,write`  asks to set a list (`0 grant`: an empty one)    `0 set 1`  done, its version
 *    `1 use read`              asks to read                                    `1 done`, `1 denied`, `1 lost` */
function story(...lines: readonly string[]): History {
  const open = new Map<number, Pick<Event, 'f' | 'value'>>();
  const events = lines.map((line, index): Event => {
    const [who = '', verb = '', what = '', rights = ''] = line.split(' ');
    const process = Number(who);
    const grants = what === '' ? [] : [{ who: what, rights: rights.split(',') }];
    if (verb === 'grant') open.set(process, { f: 'grant', value: grants });
    if (verb === 'use') open.set(process, { f: 'use', value: { right: what } });
    const common = { index, process, key: 0, time: index, ...(open.get(process) ?? NOTHING) };
    switch (verb) {
      case 'set':
        return { ...common, type: 'ok', value: { refused: null, aversion: Number(what) } };
      case 'done':
        return { ...common, type: 'ok', value: { refused: null } };
      case 'denied':
        return { ...common, type: 'ok', value: { refused: 'NOAUTH' } };
      case 'lost':
        return { ...common, type: 'info' };
      default:
        return { ...common, type: 'invoke' };
    }
  });
  return historyOf(events);
}

const NOTHING = { f: 'use', value: null };
const check = (...lines: readonly string[]): Verdict => access.check(story(...lines), budget);
const anomalies = (...lines: readonly string[]): readonly string[] => {
  const verdict = check(...lines);
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : [];
};
const fits = (...lines: readonly string[]): boolean =>
  linearizable(aclModel).check(story(...lines), budget).valid === true;

/** Bob may read, then nobody may. */
const given = ['0 grant bob read', '0 set 1'];
/** Another list in which he is named. */
const again = (who: Who): readonly string[] => [`0 grant ${who} read`, '0 set 2'];
const taken = [...given, '0 grant', '0 set 2'];

test.each([
  ['bob reads while he may', [...given, '2 use read', '2 done']],
  ['bob reads and may no more', [...taken, '2 use read', '2 denied']],
  ['ann may not', [...given, '1 use read', '1 denied']],
  ['bob may not write', [...given, '2 use write', '2 denied']],
  ['the owner may', [...taken, '0 use delete', '0 done']],
  ['nobody may set a list but who may', [...given, '2 grant', '2 denied']],
  ['a list is being set', [...given, '0 grant', '2 use read', '2 done', '0 set 2']],
  ['the same, the other way', [...given, '0 grant', '2 use read', '2 denied', '0 set 2']],
  ['a list in doubt', [...given, '0 grant', '0 lost', '2 use read', '2 done']],
  ['the same, the other way', [...given, '0 grant', '0 lost', '2 use read', '2 denied']],
])('%s -> nothing is wrong', (_, lines) => {
  expect(anomalies(...lines)).toEqual([]);
  expect(fits(...lines)).toBe(true);
});

describe('unauthorised', () => {
  test.each([
    ['before a list names him', ['2 use read', '2 done']],
    ['another right', [...given, '2 use write', '2 done']],
    ['another user', [...given, '1 use read', '1 done']],
    ['without a password', [...given, '3 use read', '3 done']],
    ['an address that nobody has', ['0 grant no-address read', '0 set 1', '2 use read', '2 done']],
    ['a list is set without the right to', [...given, '2 grant bob write', '2 set 2']],
  ])('%s', (_, lines) => {
    expect(anomalies(...lines)).toEqual(['unauthorised']);
    expect(fits(...lines)).toBe(false);
  });
});

describe('locked-out', () => {
  test.each([
    ['the owner', ['0 use read', '0 denied']],
    ['bob, who may', [...given, ...again('bob'), '2 use read', '2 denied']],
    ['everybody may', [...given, ...again('world'), '2 use read', '2 denied']],
    ['every address may', [...given, ...again('every-address'), '2 use read', '2 denied']],
    ['the owner sets a list', ['0 grant', '0 denied']],
  ])('%s', (_, lines) => {
    expect(anomalies(...lines)).toEqual(['locked-out']);
    expect(fits(...lines)).toBe(false);
  });
});

describe('late: only the list before the one in force explains the answer', () => {
  test('a right was taken back, and still used -> revoked-late', () => {
    expect(anomalies(...taken, '2 use read', '2 done')).toEqual(['revoked-late']);
    expect(fits(...taken, '2 use read', '2 done')).toBe(false);
  });
  test('two lists later -> unauthorised', () => {
    const later = [...taken, '0 grant', '0 set 3', '2 use read', '2 done'];
    expect(anomalies(...later)).toEqual(['unauthorised']);
  });
  test('a right was given, and refused -> granted-late', () => {
    expect(anomalies(...given, '2 use read', '2 denied')).toEqual(['granted-late']);
    expect(fits(...given, '2 use read', '2 denied')).toBe(false);
  });
});

test('a list is given the version of one before it -> order', () => {
  expect(anomalies(...taken.with(3, '0 set 1'))).toEqual(['order']);
  expect(fits(...taken.with(3, '0 set 1'))).toBe(false);
});

const everything = [
  ...['0 grant world read', '0 set 1', '3 use read', '3 done', '3 use write', '3 denied'],
  ...['0 grant every-address read', '0 set 2', '3 use read', '3 done'],
];
test('valid where something was done and denied, and lists were set', () => {
  expect(check(...everything)).toEqual({
    valid: true,
    counts: { done: 4, denied: 1, 'lists set': 2, 'by digest': 2, 'by world': 1, 'by ip': 1 },
  });
});
test.each([
  ['denied', everything.toSpliced(4, 2)],
  ['lists set', ['0 use read', '0 done', '1 use read', '1 denied']],
])('unknown without: %s', (name, lines) => {
  const why = `${name}: expected some, found none`;
  expect(check(...lines)).toMatchObject({ valid: 'unknown', why });
});

test('who may do what', () => {
  const to = (who: Who): boolean => permits([{ who, rights: ['read'] }], 'ann', 'read');
  expect((['ann', 'world', 'every-address'] as const).map(to)).toEqual([true, true, true]);
  expect((['bob', 'no-address'] as const).map(to)).toEqual([false, false]);
  expect(schemeOf([{ who: 'world', rights: ['read'] }], 'ann', 'write')).toBeUndefined();
  expect([0, 1, 2, 3, 4].map(userOf)).toEqual(['owner', 'ann', 'bob', 'nobody', 'owner']);
});

/** Up to ten events of the four users with whatever answers chance gives. */
function randomStory(random: Random): readonly string[] {
  const open = new Map<number, 'grant' | 'use'>();
  let aversion = 0;
  return Array.from({ length: 2 + random.intBelow(9) }, () => {
    const process = random.intBelow(3);
    const asked = open.get(process);
    open.delete(process);
    if (asked !== undefined && random.intBelow(8) === 0) return `${process} lost`;
    if (asked === 'grant')
      return random.intBelow(4) > 0 ? `${process} set ${++aversion}` : `${process} denied`;
    if (asked === 'use') return `${process} ${random.pick(['done', 'denied'])}`;
    const verb = random.pick(['grant', 'use'] as const);
    open.set(process, verb);
    if (verb === 'use') return `${process} use read`;
    return `${process} grant ${random.pick(['bob', 'ann', 'world'])} ${random.pick(['read', 'read,admin'])}`;
  });
}

test('held against the general search on random histories: what is found wrong is wrong', () => {
  const random = seededRandom(29);
  let wrong = 0;
  for (let round = 0; round < 200; round++) {
    const lines = randomStory(random);
    if (anomalies(...lines).length === 0) continue;
    wrong += 1;
    expect(fits(...lines), lines.join(', ')).toBe(false);
  }
  expect(wrong).toBeGreaterThan(50);
  expect(wrong).toBeLessThan(190);
});
