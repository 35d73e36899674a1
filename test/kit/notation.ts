/** Histories in letters, for tests.
 *
 * A history is words separated by blanks, in order of time. A word is PROCESS MARK F [:ARGUMENT]:
 *   0(w:1     process 0 invokes write 1         0)w       it returns ok, with its own argument
 *   0(r       process 0 invokes read            0)r:1     it returns ok with 1
 *   0(c:1,2   process 0 invokes cas [1 2]       0!c       it fails       0?c    it is info
 *   0=w:1     an operation that is invoked and returns ok at once
 * F: r read, w write, c cas, a acquire, z release, e enqueue, d dequeue, any other text is itself.
 * ARGUMENT: an integer, `nil`, a word, or several of them with commas (an array).
 * A KEY may stand before the process: `x/0(w:1`. */
import type { CompletionType, Event, EventType } from '../../src/history/event.ts';
import { type History, historyOf } from '../../src/history/history.ts';

const NAMES: Readonly<Record<string, string>> = {
  r: 'read',
  w: 'write',
  c: 'cas',
  a: 'acquire',
  z: 'release',
  e: 'enqueue',
  d: 'dequeue',
};
const COMPLETIONS: Readonly<Record<string, CompletionType>> = {
  ')': 'ok',
  '!': 'fail',
  '?': 'info',
};
const WORD = /^(?:(\w+)\/)?(\d+)([()!?=])([\w-]+)(?::(\S+))?$/;

/** The history of a text in letters; a microsecond passes from event to event. */
export function history(text: string): History {
  return historyOf(eventsOf(text));
}

/** Its events. */
export function eventsOf(text: string): Event[] {
  const events: Event[] = [];
  const arguments_ = new Map<number, unknown>();
  for (const word of text.trim().split(/\s+/)) {
    const [, key, digits, mark = '', name = '', argument] = WORD.exec(word) ?? wrong(word);
    const process = Number(digits);
    const given = argument === undefined ? undefined : argumentOf(argument);
    const add = (type: EventType, value: unknown): void => {
      const index = events.length;
      const f = NAMES[name] ?? name;
      events.push({ index, type, process, f, value, ...(key && { key }), time: index * 1000 });
    };
    if (mark === '(' || mark === '=') {
      arguments_.set(process, given ?? null);
      add('invoke', name === 'r' || name === 'd' ? null : (given ?? null));
    }
    const type = mark === '=' ? 'ok' : COMPLETIONS[mark];
    if (type) add(type, given === undefined ? arguments_.get(process) : given);
  }
  return events;
}

function argumentOf(text: string): unknown {
  if (text.includes(',')) return text.split(',').map(argumentOf);
  if (text === 'nil') return null;
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function wrong(word: string): never {
  throw new Error(`notation: expected PROCESS MARK F[:ARGUMENT] such as 0(w:1, found ${word}`);
}
