/** The checker of double barriers held against every order that there is, on small rounds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { together } from '../../workloads/double-barrier/checker.ts';
import { verdictOn } from '../kit/judge.ts';
import { history, type Op } from '../kit/notation.ts';
import { type Step, someOrder } from './every-order.ts';

type Ending = 'ok' | 'fail' | 'info';

/** A client that enters, and leaves once its enter was acknowledged. */
interface Member {
  /** When it asks to enter, is answered, asks to leave, is answered. */
  readonly at: readonly number[];
  readonly entry: Ending;
  /** `never`: it does not ask. */
  readonly exit: Ending | 'never';
}

const round: fc.Arbitrary<readonly Member[]> = fc.integer({ min: 2, max: 3 }).chain(count =>
  fc
    .tuple(
      fc.shuffledSubarray([...Array(4 * count).keys()], { minLength: 4 * count }),
      fc.array(
        fc.record({
          entry: fc.constantFrom<Ending[]>('ok', 'ok', 'ok', 'ok', 'fail', 'info'),
          exit: fc.constantFrom<Member['exit'][]>('ok', 'ok', 'ok', 'fail', 'info', 'never'),
          hurries: fc.boolean(),
        }),
        { minLength: count, maxLength: count },
      ),
    )
    .map(([times, drawn]) =>
      drawn.map(({ hurries, ...ends }, who) => {
        const at = times.slice(4 * who, 4 * who + 4).sort((a, b) => a - b);
        const early = at.map(time => time - (hurries ? 4 * count : 0));
        return { ...ends, at: [...early.slice(0, 1), ...at.slice(1)] };
      }),
    ),
);

function opsOf(member: Member, process: number): readonly Op[] {
  const [come = 0, inside = 0, go = 0, out = 0] = member.at;
  const common = { process, key: '0-1' };
  const enter: Op = { ...common, f: 'enter', type: member.entry, at: [come, inside] };
  if (member.entry !== 'ok' || member.exit === 'never') return [enter];
  return [enter, { ...common, f: 'leave', type: member.exit, at: [go, out] }];
}

/** What happens to a member's znode, or a reply about all of them. */
interface Happening extends Step {
  readonly who: number;
  readonly what: 'comes' | 'goes' | 'is in' | 'is out';
}

/** Whose exit was not answered with ok may be lost at any time. */
function happeningsOf({ at, entry, exit }: Member, who: number): readonly Happening[] {
  const [call = 0, answer = 0, exitCall = 0, exitAnswer = 0] = at;
  const asked = { who, call, returned: entry === 'info' ? Infinity : answer };
  const comes = { ...asked, what: 'comes' } as const;
  if (entry === 'fail') return [comes, { ...asked, what: 'goes' }];
  const lost = { who, what: 'goes', call, returned: Infinity } as const;
  if (entry === 'info') return [comes, lost];
  const isIn = { ...asked, what: 'is in' } as const;
  if (exit !== 'ok') return [comes, isIn, lost];
  const left = { who, call: exitCall, returned: exitAnswer };
  return [comes, isIn, { ...left, what: 'goes' }, { ...left, what: 'is out' }];
}

interface Round {
  readonly there: readonly number[];
  /** All have been there at once. */
  readonly open: boolean;
}

function after(members: number) {
  return ({ there, open }: Round, { who, what }: Happening): Round | undefined => {
    const others = there.filter(other => other !== who);
    switch (what) {
      case 'comes':
        return { there: [...there, who], open: open || there.length + 1 === members };
      case 'goes':
        return others.length < there.length ? { there: others, open } : undefined;
      case 'is in':
        return open ? { there, open } : undefined;
      case 'is out':
        return there.length === 0 ? { there, open } : undefined;
    }
  };
}

test('the checker says what all orders say', () => {
  const seen: string[] = [];
  fc.assert(
    fc.property(round, given => {
      const verdict = verdictOn(together(given.length), history(given.flatMap(opsOf)));
      const closed: Round = { there: [], open: false };
      const theirs = someOrder(given.flatMap(happeningsOf), closed, after(given.length));
      expect(verdict.valid !== false).toBe(theirs);
      seen.push(verdict.valid === false ? verdict.anomalies[0].type : String(verdict.valid));
    }),
    { numRuns: 200 },
  );
  expect(new Set(seen)).toEqual(new Set(['true', 'unknown', 'early-passage', 'early-exit']));
});
