import { describe, expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Verdict } from '../../../src/contract.ts';
import { type Random, seededRandom } from '../../../src/random.ts';
import { access } from '../../../workloads/acl/checker.ts';
import { type Grantee, permits, schemeOf, userOf } from '../../../workloads/acl/rights.ts';
import { anomaliesOf, verdictOn } from '../../kit/judge.ts';
import { type Part, spelled } from '../../kit/notation.ts';
import { aclModel } from '../../oracle/acl-model.ts';

/** Processes 0 to 3 are owner, ann, bob and nobody.
 *    0=grant:bob,read,write>1   sets a list (`[]`: an empty one), which gets version 1; or is `denied`
 *    1=use:read>done            uses a right; or is `denied` */
const list = spelled({
  key: 0,
  inputs: { grant: grantsOf, use: right => ({ right }) },
  outputs: { grant: answerOf, use: answerOf },
});

function grantsOf(argument: unknown): unknown {
  const [who, ...rights] = [argument].flat();
  return who === undefined ? [] : [{ who, rights }];
}

function answerOf(argument: unknown): unknown {
  if (argument === 'denied') return { refused: 'NOAUTH' };
  return argument === 'done' ? { refused: null } : { refused: null, aversion: argument };
}

const check = (...parts: readonly Part[]): Verdict => verdictOn(access, list(parts));
const anomalies = (...parts: readonly Part[]): readonly string[] => anomaliesOf(check(parts));
const fits = (...parts: readonly Part[]): boolean =>
  verdictOn(linearizable(aclModel), list(parts)).valid === true;

/** Bob may read, then nobody may. */
const given = '0=grant:bob,read>1';
/** Another list in which he is named. */
const again = (who: Grantee): string => `0=grant:${who},read>2`;
const taken = `${given} 0=grant:[]>2`;

test.each([
  ['bob reads while he may', [given, '2=use:read>done']],
  ['bob reads and may no more', [taken, '2=use:read>denied']],
  ['ann may not', [given, '1=use:read>denied']],
  ['bob may not write', [given, '2=use:write>denied']],
  ['the owner may', [taken, '0=use:delete>done']],
  ['nobody may set a list but who may', [given, '2=grant:[]>denied']],
  ['a list is being set', [given, '0(grant:[] 2=use:read>done 0)grant:2']],
  ['the same, the other way', [given, '0(grant:[] 2=use:read>denied 0)grant:2']],
  ['a list in doubt', [given, '0(grant:[] 0?grant 2=use:read>done']],
  ['the same, the other way', [given, '0(grant:[] 0?grant 2=use:read>denied']],
])('%s -> nothing is wrong', (_, words) => {
  expect(anomalies(words)).toEqual([]);
  expect(fits(words)).toBe(true);
});

describe('unauthorized-access', () => {
  test.each([
    ['before a list names him', '2=use:read>done'],
    ['another right', [given, '2=use:write>done']],
    ['another user', [given, '1=use:read>done']],
    ['without a password', [given, '3=use:read>done']],
    ['an address that nobody has', '0=grant:no-address,read>1 2=use:read>done'],
    ['a list is set without the right to', [given, '2=grant:bob,write>2']],
  ])('%s', (_, words) => {
    expect(anomalies(words)).toEqual(['unauthorized-access']);
    expect(fits(words)).toBe(false);
  });
});

describe('wrongful-denial', () => {
  test.each([
    ['the owner', '0=use:read>denied'],
    ['bob, who may', [given, again('bob'), '2=use:read>denied']],
    ['everybody may', [given, again('world'), '2=use:read>denied']],
    ['every address may', [given, again('every-address'), '2=use:read>denied']],
    ['the owner sets a list', '0=grant:[]>denied'],
  ])('%s', (_, words) => {
    expect(anomalies(words)).toEqual(['wrongful-denial']);
    expect(fits(words)).toBe(false);
  });
});

describe('late: only the list before the one in force explains the answer', () => {
  test('a right was taken back, and still used -> late-revocation', () => {
    expect(anomalies(taken, '2=use:read>done')).toEqual(['late-revocation']);
    expect(fits(taken, '2=use:read>done')).toBe(false);
  });
  test('two lists later -> unauthorized-access', () => {
    expect(anomalies(taken, '0=grant:[]>3 2=use:read>done')).toEqual(['unauthorized-access']);
  });
  test('a right was given, and refused -> late-grant', () => {
    expect(anomalies(given, '2=use:read>denied')).toEqual(['late-grant']);
    expect(fits(given, '2=use:read>denied')).toBe(false);
  });
});

test('a list is given the version of one before it -> real-time-order', () => {
  expect(anomalies(given, '0=grant:[]>1')).toEqual(['real-time-order']);
  expect(fits(given, '0=grant:[]>1')).toBe(false);
});

const world = '0=grant:world,read>1 3=use:read>done';
const address = '0=grant:every-address,read>2 3=use:read>done';
test('valid where something was done and denied, and lists were set', () => {
  expect(check(world, '3=use:write>denied', address)).toEqual({
    valid: true,
    counts: { done: 4, denied: 1, 'lists set': 2, 'by digest': 2, 'by world': 1, 'by ip': 1 },
  });
});
test.each([
  ['denied', [world, address]],
  ['lists set', '0=use:read>done 1=use:read>denied'],
])('unknown without: %s', (name, words) => {
  const why = `${name}: expected some, found none`;
  expect(check(words)).toMatchObject({ valid: 'unknown', why });
});

test('who may do what', () => {
  const to = (who: Grantee): boolean => permits([{ who, rights: ['read'] }], 'ann', 'read');
  expect((['ann', 'world', 'every-address'] as const).map(to)).toEqual([true, true, true]);
  expect((['bob', 'no-address'] as const).map(to)).toEqual([false, false]);
  expect(schemeOf([{ who: 'world', rights: ['read'] }], 'ann', 'write')).toBeUndefined();
  expect([0, 1, 2, 3, 4].map(userOf)).toEqual(['owner', 'ann', 'bob', 'nobody', 'owner']);
});

/** Up to ten events of the four users with whatever answers chance gives. */
function randomWords(random: Random): readonly string[] {
  const open = new Map<number, 'grant' | 'use'>();
  let aversion = 0;
  return Array.from({ length: 2 + random.intBelow(9) }, () => {
    const process = random.intBelow(3);
    const asked = open.get(process);
    open.delete(process);
    if (asked !== undefined && random.intBelow(8) === 0) return `${process}?${asked}`;
    if (asked === 'grant')
      return `${process})grant:${random.intBelow(4) > 0 ? ++aversion : 'denied'}`;
    if (asked === 'use') return `${process})use:${random.pick(['done', 'denied'])}`;
    const verb = random.pick(['grant', 'use'] as const);
    open.set(process, verb);
    if (verb === 'use') return `${process}(use:read`;
    return `${process}(grant:${random.pick(['bob', 'ann', 'world'])},${random.pick(['read', 'read,admin'])}`;
  });
}

test('held against the general search on random histories: what is found wrong is wrong', () => {
  const random = seededRandom(29);
  let wrong = 0;
  for (let round = 0; round < 200; round++) {
    const words = randomWords(random);
    if (anomalies(words).length === 0) continue;
    wrong += 1;
    expect(fits(words), words.join(' ')).toBe(false);
  }
  expect(wrong).toBeGreaterThan(50);
  expect(wrong).toBeLessThan(190);
});
