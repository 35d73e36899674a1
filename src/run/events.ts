/** Turns a generator's requests and a client's answers into the events of a history. */
import type { Outcome } from '../contract.ts';
import type { Event, EventType, Invocation } from '../history/event.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Place = Pick<Event, 'index' | 'process' | 'time'>;

/** An event about an invocation. Field by field, here and below, since spreading what may be absent is
 * slow and this is done for every operation. */
export function eventOf(
  type: EventType,
  { f, value, key }: Invocation,
  { index, process, time }: Place,
): Mutable<Event> {
  const event: Mutable<Event> = { index, type, process, f, value, time };
  if (key !== undefined) event.key = key;
  return event;
}

/** A nemesis' completion is always `info`, as in Jepsen; a client's says what became of the operation. */
export function completionOf(invocation: Invocation, answer: Outcome, place: Place): Event {
  const event = eventOf(place.process === 'nemesis' ? 'info' : answer.type, invocation, place);
  if (answer.type === 'ok' || answer.value !== undefined) event.value = answer.value;
  if (answer.type !== 'ok') event.error = answer.error;
  if (answer.node !== undefined) event.node = answer.node;
  if (answer.zxid !== undefined) event.zxid = answer.zxid;
  if (answer.session !== undefined) event.session = answer.session;
  return event;
}

/** Errors after which a client's session is over: the thread continues as another process. */
const SESSION_IS_OVER: ReadonlySet<string> = new Set(['SESSIONEXPIRED', 'CLOSING', 'AUTHFAILED']);

/** Whether the process of this completion does nothing more. */
export function endsProcess({ process, type, error }: Event): boolean {
  if (process === 'nemesis') return false;
  return type === 'info' || (error !== undefined && SESSION_IS_OVER.has(error.name));
}
