/** The checkers of locks and semaphores held against every order that there is, on small histories. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Checker } from '../../src/contract.ts';
import { seededRandom } from '../../src/random.ts';
import type { WorkloadEntry } from '../../workloads/entry.ts';
import { lock } from '../../workloads/exclusion/lock.ts';
import { rwLock } from '../../workloads/exclusion/rw-lock.ts';
import { semaphore } from '../../workloads/exclusion/semaphore.ts';
import { anEnsemble } from '../kit/an-ensemble.ts';
import { verdictOn } from '../kit/judge.ts';
import { turns } from '../kit/turns.ts';
import { type Step, someOrder } from './every-order.ts';

const MEMBERS = 3;

/** One who gets in, and asks to get out. */
interface Member {
  readonly role: 'read' | 'write';
  /** The places among all events at which it asks, is in, asks to get out, is answered. */
  readonly at: readonly number[];
  readonly number: number;
  /** Its release was answered with `out`; else it may be lost at any time. */
  readonly kept: boolean;
}

/** Numbers are given roughly in the order of asking. */
const members: fc.Arbitrary<readonly Member[]> = fc
  .tuple(
    fc.shuffledSubarray([...Array(4 * MEMBERS).keys()], { minLength: 4 * MEMBERS }),
    fc.array(
      fc.record({
        role: fc.constantFrom('read', 'write'),
        noise: fc.nat(4),
        kept: fc.constantFrom(true, true, false),
      }),
      { minLength: MEMBERS, maxLength: MEMBERS },
    ),
  )
  .map(([lines, drawn]) =>
    drawn.map(({ role, noise, kept }, who) => {
      const at = lines.slice(4 * who, 4 * who + 4).sort((a, b) => a - b);
      return { role, at, kept, number: 1 + (at[0] ?? 0) + noise };
    }),
  );

function wordsOf(given: readonly Member[]): readonly string[] {
  return given
    .flatMap(({ role, at, number, kept }, who) => {
      const ends = [`(a:${role}`, `)a:${number}`, '(z', kept ? ')z' : '!z.SESSIONEXPIRED'];
      return ends.map((end, step) => ({ at: at[step] ?? 0, word: `${who}${end}` }));
    })
    .sort((a, b) => a.at - b.at)
    .map(({ word }) => word);
}

/** An entry, or an exit that was answered. */
interface Taken extends Step {
  readonly member: Member;
  readonly enters: boolean;
}

function stepsOf(given: readonly Member[]): readonly Taken[] {
  return given.flatMap(member => {
    const [call = 0, got = 0, release = 0, out = 0] = member.at;
    const entry = { member, enters: true, call, returned: got };
    return member.kept ? [entry, { member, enters: false, call: release, returned: out }] : [entry];
  });
}

/** The members inside that can leave without help, and the number of the latest arrival. */
interface Room {
  readonly inside: readonly Member[];
  readonly last: number;
}

/** Let in one by one, in the order of their numbers, where there is room. */
function admitting(isRoom: (inside: readonly Member[], next: Member) => boolean) {
  return ({ inside, last }: Room, { member, enters }: Taken): Room | undefined => {
    if (!enters) {
      const rest = inside.filter(other => other !== member);
      return rest.length < inside.length ? { inside: rest, last } : undefined;
    }
    if (member.number <= last || !isRoom(inside, member)) return undefined;
    return { inside: member.kept ? [...inside, member] : inside, last: member.number };
  };
}

const ROOMS: readonly (readonly [WorkloadEntry, Parameters<typeof admitting>[0]])[] = [
  [lock, inside => inside.length === 0],
  [
    rwLock,
    (inside, { role }) =>
      inside.length === 0 || (role === 'read' && inside.every(other => other.role === 'read')),
  ],
  [semaphore, inside => inside.length < 2],
];

function checkerOf(entry: WorkloadEntry): Checker {
  const options = {
    reads: 'quorum',
    keys: 1,
    concurrency: MEMBERS,
    ensemble: anEnsemble,
    random: seededRandom(1),
  } as const;
  return entry.create(options).checkers[0];
}

test.each(ROOMS)('$name: the checker says what all orders say', (entry, isRoom) => {
  const checker = checkerOf(entry);
  const seen: string[] = [];
  fc.assert(
    fc.property(members, given => {
      const words = wordsOf(given);
      const verdict = verdictOn(checker, turns(words));
      const theirs = someOrder(stepsOf(given), { inside: [], last: 0 }, admitting(isRoom));
      expect(verdict.valid, words.join(' ')).toBe(theirs);
      seen.push(verdict.valid === false ? verdict.anomalies[0].type : 'valid');
    }),
    { numRuns: 200 },
  );
  expect(new Set(seen)).toEqual(
    new Set([
      'valid',
      'mutual-exclusion',
      'first-come-first-served',
      'duplicate',
      'real-time-order',
    ]),
  );
});
