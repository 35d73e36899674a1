/** Histories as the recipes leave them where all is well, of any length: six processes, each operation open
 *  while others come and go, none in doubt. */
import type { Event } from '../src/history/event.ts';
import { type Random, seededRandom } from '../src/random.ts';

const PROCESSES = [0, 1, 2, 3, 4, 5];
/** Between two events. */
const STEP_NS = 1e5;

/** Writes events, numbered and timed. */
class Tape {
  #index = 0;
  readonly #open = new Map<number, Pick<Event, 'f' | 'value' | 'key'>>();

  call(process: number, f: string, key: number | string, value: unknown = null): Event {
    this.#open.set(process, { f, key, value });
    return this.#event(process, 'invoke', value);
  }

  ok(process: number, value: unknown = null): Event {
    return this.#event(process, 'ok', value);
  }

  #event(process: number, type: Event['type'], value: unknown): Event {
    const asked = this.#open.get(process) ?? { f: 'none', value };
    const index = this.#index++;
    const session = BigInt(process + 1);
    return { ...asked, index, process, type, value, time: index * STEP_NS, session };
  }
}

/** Turns of six at one place, in the order of asking: `room` of them are in together. */
export function* turns(
  operations: number,
  { enter, leave, room, role }: Turns,
): IterableIterator<Event> {
  const tape = new Tape();
  for (const process of PROCESSES) yield tape.call(process, enter, 0, role);
  for (let turn = 0; turn * 2 < operations; turn++) {
    const [comes, goes] = [turn % PROCESSES.length, turn - room];
    if (goes >= 0) {
      const process = goes % PROCESSES.length;
      yield tape.call(process, leave, 0);
      yield tape.ok(process);
      if (process !== comes) yield tape.call(process, enter, 0, role);
    }
    yield tape.ok(comes, { sequence: turn, czxid: `0x${(turn + 1).toString(16)}`, wakeUps: 1 });
  }
}

export interface Turns {
  readonly enter: string;
  readonly leave: string;
  readonly room: number;
  readonly role: string | null;
}

/** Each takes effect when it is answered; `apply` says what is asked, and what the answer is. */
function* overlapping(
  operations: number,
  apply: (random: Random) => Asked,
): IterableIterator<Event> {
  const tape = new Tape();
  const random = seededRandom(1);
  const open = new Map<number, Asked>();
  for (let turn = 0; turn < operations + PROCESSES.length; turn++) {
    const process = turn % PROCESSES.length;
    const asked = open.get(process);
    if (asked !== undefined) yield tape.ok(process, asked.answer(process));
    const next = apply(random);
    open.set(process, next);
    yield tape.call(process, next.f, next.key, next.value);
  }
}

interface Asked {
  readonly f: string;
  readonly key: number | string;
  readonly value: unknown;
  readonly answer: (process: number) => unknown;
}

/** `before`: whether a value is taken before another that came earlier. */
export function queue(
  operations: number,
  before: (value: number, other: number) => boolean,
): IterableIterator<Event> {
  const values: number[] = [];
  let count = 0;
  const put = (random: Random): Asked => {
    const value = 10 * ++count + random.intBelow(3);
    const answer = (): number => {
      const at = values.findIndex(other => before(value, other));
      values.splice(at < 0 ? values.length : at, 0, value);
      return value;
    };
    return { f: 'enqueue', key: 0, value, answer };
  };
  const take: Asked = { f: 'dequeue', key: 0, value: null, answer: () => values.shift() ?? null };
  return overlapping(operations, random => (random.intBelow(2) === 0 ? put(random) : take));
}

export function* barriers(operations: number): IterableIterator<Event> {
  const tape = new Tape();
  const [keeper = 0, ...others] = PROCESSES;
  for (let round = 0; round * 7 < operations; round++) {
    const key = `0-${round}`;
    yield tape.call(keeper, 'raise', key);
    yield tape.ok(keeper);
    for (const process of others) yield tape.call(process, 'pass', key);
    yield tape.call(keeper, 'lower', key);
    yield tape.ok(keeper);
    for (const process of others) yield tape.ok(process, { waited: true, told: true });
  }
}

export function* doubleBarriers(operations: number): IterableIterator<Event> {
  const tape = new Tape();
  const members = PROCESSES.slice(0, 3);
  for (let round = 0; round * 6 < operations; round++)
    for (const f of ['enter', 'leave']) {
      for (const process of members) yield tape.call(process, f, `0-${round}`);
      for (const process of members) yield tape.ok(process);
    }
}

/** Three come and go, three look on. */
export function* memberships(operations: number): IterableIterator<Event> {
  const tape = new Tape();
  const inside = new Set<number>();
  for (let turn = 0; turn * 9 < operations; turn++) {
    for (const at of [0, 1, 2]) {
      const sequence = turn * 3 + at;
      yield tape.call(at, 'join', 0);
      yield tape.ok(at, { sequence, czxid: `0x${(sequence + 1).toString(16)}`, wakeUps: 0 });
      inside.add(sequence);
      yield tape.call(at + 3, 'view', 0);
      yield tape.ok(at + 3, [...inside]);
    }
    for (const at of [0, 1, 2]) {
      yield tape.call(at, 'part', 0);
      yield tape.ok(at);
      inside.delete(turn * 3 + at);
    }
  }
}

/** One publishes, the others follow. */
export function configs(operations: number): IterableIterator<Event> {
  let version = 0;
  let count = 0;
  const values = new Map<number, number | null>([[0, null]]);
  const seen = new Map<number, number>();
  const publish = (): Asked => {
    const value = ++count;
    const answer = (): unknown => {
      values.set(++version, value);
      return [version, value];
    };
    return { f: 'publish', key: 0, value, answer };
  };
  const follow: Asked = {
    f: 'follow',
    key: 0,
    value: null,
    answer: process => {
      const from = seen.get(process) ?? 0;
      seen.set(process, version);
      const at = (of: number): unknown => [of, values.get(of) ?? null];
      return { from: at(from), to: at(version), told: true };
    },
  };
  return overlapping(operations, random => (random.intBelow(6) === 0 ? publish() : follow));
}

/** Twelve operations a name. */
export function names(operations: number): IterableIterator<Event> {
  const owners = new Map<number, number>();
  let count = 0;
  return overlapping(operations, random => {
    const [key, value] = [Math.floor(count / 12), ++count];
    if (random.intBelow(2) === 0)
      return { f: 'lookup', key, value: null, answer: () => owners.get(key) ?? null };
    const answer = (): boolean => {
      const wins = !owners.has(key);
      if (wins) owners.set(key, value);
      return wins;
    };
    return { f: 'claim', key, value, answer };
  });
}
