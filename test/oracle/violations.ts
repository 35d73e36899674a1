/** Violations that are proved by the operations around them. Each takes the last events of a
 * linearizable history, changes results in place, and returns whether it found where. */
import type { Event } from '../../src/history/event.ts';

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

function change(events: Event[], { end }: Span, value: unknown): void {
  const found = events[end];
  if (found) events[end] = { ...found, value };
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
    change(events, early, late.completion?.value);
    change(events, late, early.completion?.value);
    return true;
  }
  return false;
}

/** An acquisition that failed is said to have succeeded, in a time in which another surely holds the lock:
 * that one's acquisition and all releases begun so far had returned before its call, and no release is
 * begun until its return. (Releases that never return are the holder's or nobody's.) */
export function heldTwice(events: Event[]): boolean {
  const spans = new Map(spansOf(events).map(span => [span.call, span]));
  const refused = new Map<number, number>();
  let openReleases = 0;
  let quietFrom = NEVER;
  let holder: Event['process'] | undefined;
  for (const [at, event] of events.entries()) {
    const { f, type, process } = event;
    const span = spans.get(at);
    if (f === 'release') {
      if (type === 'invoke') [holder, quietFrom] = [undefined, NEVER];
      if (span && span.end < NEVER) openReleases += 1;
      if (type !== 'invoke') openReleases = Math.max(0, openReleases - 1);
    } else if (type === 'ok') holder = process;
    if (holder !== undefined && openReleases === 0) quietFrom = Math.min(quietFrom, at);
    if (f === 'acquire' && span?.completion?.type === 'fail') refused.set(span.end, at);
    const call = refused.get(at) ?? 0;
    if (call < Math.max(quietFrom, events.length / 2) || process === holder) continue;
    events[at] = { ...event, type: 'ok', value: null };
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
    change(events, late, again.completion?.value);
    return true;
  }
  return false;
}
