/** The one notation in which tests write histories.
 *
 * A history is words in order of time, a millisecond from event to event. A word is
 *     [KEY/] PROCESS MARK F [.ERROR] [:ARGUMENT] [@ZXID]
 *   0(w:1     process 0 invokes write 1         0)w       it returns ok, with its own argument
 *   0(r       process 0 invokes read            0)r:1     it returns ok with 1
 *   0!c       its operation fails               0?c       its operation is indeterminate
 *   0=w:1     an operation that is invoked and returns ok at once; the argument of a read is its result
 *   0=c:1>2   the same, invoked with 1, and returns 2
 *   *(kill    the nemesis invokes kill          *kill     the nemesis reports kill
 *   20s       the next event happens 20 s after the start       +50s   50 s later; also `ms`
 * F: r read, w write, c cas, a acquire, z release, e enqueue, d dequeue, any other text is itself.
 * ARGUMENT: an integer, `nil`, a word, or an array: `1,2`, `[1]`, `[]`, `[0,nil],[1,5]`.
 * A completion comes from node n1, in the session of its process, whose id is the process + 1.
 *
 * An operation whose argument is a structure, or whose times are computed, is an object: an `Op`.
 * A test whose arguments stand for structures spells them: `spelled`. */
import type { Event } from '../../src/history/event.ts';
import { type History, historyOf } from '../../src/history/history.ts';
import { type OperationWord, wordOf } from './words.ts';

/** An operation that is invoked and returns, or one event of the nemesis. */
export interface Op
  extends Pick<Event, 'f'>,
    Partial<Omit<Event, 'f' | 'index' | 'time' | 'zxid'>> {
  /** The result. Default: the value. */
  readonly output?: unknown;
  readonly zxid?: number | bigint;
  /** When it is invoked and returns, in milliseconds. Default: next, as for a word. */
  readonly at?: readonly [number, number];
}

/** Words separated by blanks, operations, and lists of them. */
export type Part = string | Op | readonly Part[];

type Argument = (argument: unknown) => unknown;

/** How words stand for the operations of one object. */
interface Spelling {
  /** The key of words that name none. */
  readonly key?: Event['key'];
  /** Functions that are invoked with nothing, besides read and dequeue. */
  readonly reads?: readonly string[];
  /** What the arguments of a function stand for when it is invoked, and when it returns. */
  readonly inputs?: Readonly<Record<string, Argument>>;
  readonly outputs?: Readonly<Record<string, Argument>>;
}

/** Returns the history that the parts write. */
export function history(...parts: readonly Part[]): History {
  return historyOf(eventsOf(...parts));
}

/** Returns its events. */
export function eventsOf(...parts: readonly Part[]): Event[] {
  return new Reader({}).read(parts);
}

/** Returns `history` for words in a spelling. */
export function spelled(spelling: Spelling): typeof history {
  return (...parts) => historyOf(new Reader(spelling).read(parts));
}

const NS_PER_MS = 1e6;
const STEP_MS = 1;

class Reader {
  readonly #spelling: Spelling;
  readonly #reads: ReadonlySet<string>;
  readonly #events: Event[] = [];
  /** What each process invoked last. */
  readonly #asked = new Map<number, unknown>();
  #nextMs = 0;

  constructor(spelling: Spelling) {
    this.#spelling = spelling;
    this.#reads = new Set(['read', 'dequeue', ...(spelling.reads ?? [])]);
  }

  read(parts: readonly Part[]): Event[] {
    this.#parts(parts);
    const inOrder = this.#events.toSorted((a, b) => a.time - b.time);
    return inOrder.map((event, index) => ({ ...event, index }));
  }

  #parts(parts: readonly Part[]): void {
    for (const part of parts) {
      if (typeof part === 'string') for (const text of part.match(/\S+/g) ?? []) this.#word(text);
      else if ('f' in part) this.#operation(part);
      else this.#parts(part);
    }
  }

  #word(text: string): void {
    const word = wordOf(text);
    switch (word.kind) {
      case 'time':
        this.#nextMs = word.later ? this.#nextMs + word.ms : word.ms;
        return;
      case 'nemesis':
        this.#operation({ process: 'nemesis', f: word.f, type: word.invokes ? 'invoke' : 'info' });
        return;
      case 'operation':
        this.#half(word);
    }
  }

  /** A word that may invoke, complete, or both. */
  #half(word: OperationWord): void {
    const { process, f, completes, error, zxid } = word;
    const { key = this.#spelling.key } = word;
    const op = { process, f, ...(key !== undefined && { key }) };
    if (word.invokes) {
      const value = this.#inputOf(word);
      this.#asked.set(process, value);
      this.#add({ ...op, type: 'invoke', value });
    }
    if (completes === undefined) return;
    const facts = { ...(error && { error: { name: error } }), ...(zxid !== undefined && { zxid }) };
    const value = this.#outputOf(word);
    this.#add({ ...op, ...servedAs(process), type: completes, value, ...facts });
  }

  #inputOf({ f, argument, result, completes }: OperationWord): unknown {
    const isResult = completes !== undefined && result === undefined && this.#reads.has(f);
    if (argument === undefined || isResult) return null;
    return spell(this.#spelling.inputs?.[f], argument);
  }

  /** Its own argument, where the word writes no result. */
  #outputOf({ process, f, invokes, argument, result }: OperationWord): unknown {
    const isOwn = invokes && !this.#reads.has(f);
    const written = result === undefined && !isOwn ? argument : result;
    if (written === undefined) return this.#asked.get(process) ?? null;
    return spell(this.#spelling.outputs?.[f], written);
  }

  #operation({ output, at, zxid, ...op }: Op): void {
    const { f, key, process = 0, value = null, type = 'ok' } = op;
    const [call = this.#nextMs, end = call + STEP_MS] = at ?? [];
    if (process === 'nemesis') {
      this.#add({ type: 'info', ...op, process, value }, call);
      return;
    }
    const common = { process, f, ...(key !== undefined && { key }) };
    this.#add({ ...common, type: 'invoke', value }, call);
    const result = output === undefined ? value : output;
    const facts = {
      ...servedAs(process),
      ...op,
      ...(zxid !== undefined && { zxid: BigInt(zxid) }),
    };
    this.#add({ ...facts, process, type, value: result }, end);
  }

  #add(event: Omit<Event, 'index' | 'time'>, atMs: number = this.#nextMs): void {
    this.#events.push({ ...event, index: this.#events.length, time: atMs * NS_PER_MS });
    this.#nextMs = Math.max(this.#nextMs, atMs + STEP_MS);
  }
}

function servedAs(process: number): Pick<Event, 'node' | 'session'> {
  return { node: 'n1', session: BigInt(process + 1) };
}

function spell(spelling: Argument = value => value, argument: unknown): unknown {
  return spelling(argument);
}
