/** Violations that are proved by the operations around them. Each takes the last events of a
 * linearizable history, changes results in place, and returns whether it found where. */
import type { Event } from '../src/history/event.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** The ends of an operation, as places in the events. */
interface Span {
  readonly call: number;
  /** Infinity when it did not return in these events. */
  readonly end: number;
  readonly event: Event;
  readonly completion?: Event;
}

function spansOf(events: readonly Event[]): Span[] {
  const open = new Map<unknown, number>();
  const spans: Span[] = [];
  for (const [at, event] of events.entries()) {
    const begun = open.get(event.process);
    const span = begun === undefined ? undefined : spans[begun];
    if (event.type === 'invoke') {
      open.set(event.process, spans.length);
      spans.push({ call: at, end: NEVER, event });
    } else if (span && begun !== undefined) {
      spans[begun] = { ...span, end: at, completion: event };
      open.delete(event.process);
    }
  }
  return spans;
}

function change(events: Event[], { end }: Span, to: Partial<Event>): void {
  const found = events[end];
  if (found) events[end] = { ...found, ...to };
}

const isOk = ({ completion }: Span): boolean => completion?.type === 'ok';

/** Two values leave a queue in the wrong order: the first was in before the second's enqueue began, and the
 * second is out before the first's dequeue begins. */
export function overtaken(events: Event[]): boolean {
  const spans = spansOf(events);
  const enqueues = new Map(
    spans.filter(span => span.event.f === 'enqueue' && isOk(span)).map(s => [s.event.value, s]),
  );
  const taken = spans.filter(
    s => s.event.f === 'dequeue' && isOk(s) && s.completion?.value !== null,
  );
  const middle = events.length / 2;
  for (const early of taken.filter(({ end }) => end > middle)) {
    const first = enqueues.get(early.completion?.value);
    const late = taken.find(other => {
      const second = enqueues.get(other.completion?.value);
      return other.call > early.end && second && first && first.end < second.call;
    });
    if (!late) continue;
    change(events, early, { value: late.completion?.value });
    change(events, late, { value: early.completion?.value });
    return true;
  }
  return false;
}

/** An acquisition that failed is said to have succeeded, in a time in which another holds the lock: no
 * release is open from that one's call on, but for those that never returned and are not the holder's, of
 * which a lock without owners has none. */
export function heldTwice(events: Event[]): boolean {
  const spans = spansOf(events);
  const releases = spans.filter(({ event }) => event.f === 'release');
  const acquires = spans.filter(({ event }) => event.f === 'acquire');
  for (const refused of acquires.filter(({ completion }) => completion?.type === 'fail')) {
    const holds = acquires.findLast(other => isOk(other) && other.end < refused.call);
    if (refused.call < events.length / 2 || !holds) continue;
    if (holds.event.process === refused.event.process) continue;
    const mayFree = ({ call, end, event }: Span): boolean =>
      call < refused.end &&
      end > holds.call &&
      (end < NEVER || event.process === holds.event.process);
    if (releases.some(mayFree)) continue;
    change(events, refused, { type: 'ok', value: null });
    return true;
  }
  return false;
}

/** A number that must grow is given a second time: the later call began after the first return. For
 * reads the first is one that another read, between the two, has seen exceeded. */
export function tokenAgain(events: Event[], f = 'acquire'): boolean {
  const given = spansOf(events).filter(span => span.event.f === f && isOk(span));
  for (const late of given.filter(({ call }) => call > events.length / 2)) {
    const before = given.findLast(({ end }) => end < late.call);
    const least = Number(before?.completion?.value);
    const low = given.find(span => Number(span.completion?.value) < least && span.end < late.call);
    if (!before || !low) continue;
    const again = f === 'read' ? low : before;
    change(events, late, { value: again.completion?.value });
    return true;
  }
  return false;
}
