/** The checker of locks held against every order that there is, on small random histories. */
import { expect, test } from 'vitest';
import { type Random, seededRandom } from '../../src/random.ts';
import { exclusion } from '../../workloads/exclusion.ts';
import { type Step, someOrder } from './orders.ts';
import { story } from './story.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

const lock = exclusion({
  name: 'lock',
  promised: 'one at a time',
  belief: 'it held the lock',
  enterF: 'acquire',
  fenced: false,
  capacity: 1,
  conflicts: () => true,
});

/** An acquisition that was answered, or a release that was. Times are the numbers of lines. */
interface Taken extends Step {
  readonly hold: Hold;
  readonly releases: boolean;
}

interface Hold {
  readonly number: number;
  /** Its release was answered; else it may be lost at any time. */
  kept: boolean;
}

interface Told {
  readonly lines: readonly string[];
  readonly steps: readonly Taken[];
}

interface Place {
  doing: 'nothing' | 'acquire' | 'holding' | 'release';
  call: number;
  hold: Hold;
}

/** Up to 14 events of three processes; numbers are given once, almost in the order of the answers. */
function randomTale(random: Random): Told {
  const idle = (): Place => ({ doing: 'nothing', call: 0, hold: { number: 0, kept: false } });
  const places = [idle(), idle(), idle()];
  const steps: Taken[] = [];
  let last = 10;
  const lines = Array.from({ length: 4 + random.intBelow(11) }, (_, at) => {
    const process = random.intBelow(3);
    const place = places[process] ?? idle();
    const { call, hold } = place;
    switch (place.doing) {
      case 'nothing':
        Object.assign(place, { doing: 'acquire', call: at });
        return `${process} acquire`;
      case 'acquire': {
        last += 2;
        const number = random.intBelow(3) === 0 ? last - 3 : last;
        const got = { number, kept: false };
        steps.push({ hold: got, releases: false, call, returned: at });
        Object.assign(place, { doing: 'holding', hold: got });
        return `${process} got ${number}`;
      }
      case 'holding':
        Object.assign(place, { doing: 'release', call: at });
        return `${process} release`;
      default:
        hold.kept = random.intBelow(3) > 0;
        if (hold.kept) steps.push({ hold, releases: true, call, returned: at });
        place.doing = 'nothing';
        return `${process} ${hold.kept ? 'out' : 'expired'}`;
    }
  });
  return { lines, steps };
}

/** Acquired in the order of the numbers, and lost only by those whose release was not answered. */
interface Lock {
  readonly holder: Hold | undefined;
  readonly last: number;
}

function after({ holder, last }: Lock, { hold, releases }: Taken): Lock | undefined {
  if (releases) return holder === hold ? { holder: undefined, last } : undefined;
  const free = holder?.kept !== true && hold.number > last;
  return free ? { holder: hold, last: hold.number } : undefined;
}

test('the checker says what all orders say', () => {
  const random = seededRandom(31);
  const verdicts = new Map<boolean, number>();
  for (let round = 0; round < 600; round++) {
    const { lines, steps } = randomTale(random);
    const theirs = someOrder(steps, { holder: undefined, last: 0 }, after);
    expect(lock.check(story(...lines), budget).valid !== false, lines.join(', ')).toBe(theirs);
    verdicts.set(theirs, (verdicts.get(theirs) ?? 0) + 1);
  }
  expect(verdicts.get(true)).toBeGreaterThan(40);
  expect(verdicts.get(false)).toBeGreaterThan(40);
});
