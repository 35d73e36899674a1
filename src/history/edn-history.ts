/** Histories in Jepsen's EDN, as history.edn of a Jepsen test, Knossos and Elle have it.
 *
 *   {:index 7, :type :ok, :process 3, :f :cas, :value ["k1" [2 5]], :time 1203811, :error ..}
 *
 * one map (or #jepsen.history.Op record) after the other, or all in one vector or list. `:index` and
 * `:time` may be missing; `:process` is a number or :nemesis. The key of an independent object is the
 * first of a pair [key value], as Jepsen has it, or stands under `:key`. Keywords in values become
 * their names, maps become objects, sets become arrays. */
import { EdnReader } from './edn.ts';
import { type Edn, Keyword, keyword, Tagged } from './edn-forms.ts';
import { plain } from './edn-plain.ts';
import { writeEdn } from './edn-write.ts';
import type { Event, EventType, Key, OperationError, Process } from './event.ts';
import { faultStampOf } from './fault-stamp.ts';
import { EdnError, HistoryError } from './history-error.ts';

/** One line, without its newline. Put together by hand: it is done for every event of a run. */
export function encodeEdnEvent(event: Event): string {
  const { index, type, process, f, key, time, node, zxid, session, error, fault } = event;
  const by = process === 'nemesis' ? ':nemesis' : writeEdn(process);
  const shown = writeEdn(shownValue(event));
  const value = key === undefined ? shown : `[${writeEdn(key)} ${shown}]`;
  const why = error && [named(error.name), error.message ?? ''];
  return (
    `{:index ${writeEdn(index)}, :type :${type}, :process ${by}, :f ${writeEdn(named(f))}` +
    `, :value ${value}, :time ${writeEdn(time)}${field('node', node)}${field('zxid', zxid)}` +
    `${field('session', session)}${field('error', why)}${field('fault', fault)}}`
  );
}

function field(name: string, value: unknown): string {
  return value === undefined ? '' : `, :${name} ${writeEdn(value)}`;
}

/** A keyword; what cannot be one stays a text, which can be read as well. */
function named(name: string): Keyword | string {
  return /^[A-Za-z*!_?<>=.-][\w*!?<>=.+-]*$/.test(name) ? keyword(name) : name;
}

/** The functions of a transaction's micro-operations are keywords, as Elle looks for them:
 * `[[:append 3 1] [:r 6 nil]]`. */
function shownValue({ f, value }: Event): unknown {
  if (f !== 'txn' || !Array.isArray(value)) return value;
  return value.map(each => {
    if (!Array.isArray(each) || typeof each[0] !== 'string') return each;
    const [name, ...rest] = each;
    return [named(name), ...rest];
  });
}

/** The fields of an event, in the order of Fields. */
const FIELDS: readonly Keyword[] = [
  'index',
  'type',
  'process',
  'f',
  'value',
  'time',
  'key',
  'node',
  'zxid',
  'session',
  'error',
  'fault',
].map(keyword);

type Fields = readonly (Edn | undefined)[];

/** What a text holds. */
export interface Decoded {
  readonly events: readonly Event[];
  /** The text ended in the middle of an event, or may have. */
  readonly cut: boolean;
}

/** The events of a text, pairs [key value] taken apart.
 * @throws HistoryError with line and column. */
export function decodeEdnHistory(text: string): Decoded {
  const reader = new EdnReader(text);
  const events: Mutable<Event>[] = [];
  const inside = reader.enter();
  let cut = false;
  while (!(cut || (inside ? reader.leave() : reader.atEnd()))) {
    const event = nextEvent(reader, events.length);
    if (event) events.push(event);
    else cut = true;
  }
  return { events: withKeys(events), cut };
}

/** Undefined when the text ends in the middle of it. */
function nextEvent(reader: EdnReader, place: number): Mutable<Event> | undefined {
  const start = reader.position();
  try {
    return eventOf(reader.readValues(FIELDS) ?? fieldsOf(reader.read()), place);
  } catch (cause) {
    if (cause instanceof EdnError && cause.atEnd && place > 0) return undefined;
    if (cause instanceof EdnError || !(cause instanceof HistoryError)) throw cause;
    throw new HistoryError(`${reader.placeOf(start)}: ${cause.message}`, { cause });
  }
}

function fieldsOf(form: Edn): Fields {
  if (form instanceof Map) return FIELDS.map(field => form.get(field));
  if (form instanceof Tagged) return fieldsOf(form.form);
  throw new HistoryError(`expected an event as a map, found ${writeEdn(form)}`);
}

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };

function eventOf(fields: Fields, place: number): Mutable<Event> {
  const [index, type, process, f, value, time, key, node, zxid, session, error = null, fault] =
    fields;
  const event: Mutable<Event> = {
    index: integerOf('index', index ?? place),
    type: typeOf(type),
    process: processOf(process),
    f: nameOf(f),
    value: plain(value ?? null),
    time: integerOf('time', time ?? 0),
  };
  const keyFound = keyOf(key);
  if (keyFound !== undefined) event.key = keyFound;
  if (node !== undefined && node !== null) event.node = textOf('node', node);
  if (zxid !== undefined) event.zxid = bigintOf('zxid', zxid);
  if (session !== undefined) event.session = bigintOf('session', session);
  if (error !== null) event.error = errorOf(error);
  if (fault instanceof Map) event.fault = faultStampOf(plain(fault));
  return event;
}

const TYPES: ReadonlySet<string> = new Set<EventType>(['invoke', 'ok', 'fail', 'info']);

function wrong(field: string, expected: string, found: Edn | undefined): HistoryError {
  return new HistoryError(
    `:${field}: expected ${expected}, found ${found === undefined ? 'nothing' : writeEdn(found)}`,
  );
}

function typeOf(found: Edn | undefined): EventType {
  if (found instanceof Keyword && TYPES.has(found.name)) return found.name as EventType;
  throw wrong('type', ':invoke, :ok, :fail or :info', found);
}

function processOf(found: Edn | undefined): Process {
  if (found instanceof Keyword && found.name === 'nemesis') return 'nemesis';
  if (typeof found === 'number' && Number.isInteger(found) && found >= 0) return found;
  throw wrong('process', 'a number of 0 or more, or :nemesis', found);
}

function nameOf(found: Edn | undefined): string {
  if (found instanceof Keyword) return found.name;
  if (typeof found === 'string') return found;
  throw wrong('f', 'a keyword', found);
}

/** Returns undefined where there is none. One left out would make one object of two. */
function keyOf(found: Edn | undefined): Key | undefined {
  if (found === undefined || found === null) return undefined;
  if (found instanceof Keyword) return found.name;
  if (typeof found === 'string' || typeof found === 'number') return found;
  throw wrong('key', 'a string, a keyword or a number', found);
}

function textOf(field: string, found: Edn): string {
  if (found instanceof Keyword) return found.name;
  if (typeof found === 'string') return found;
  throw wrong(field, 'a string', found);
}

function integerOf(field: string, found: Edn): number {
  if (typeof found === 'number' && Number.isSafeInteger(found)) return found;
  throw wrong(field, 'an integer', found);
}

function bigintOf(field: string, found: Edn): bigint {
  if (typeof found === 'bigint') return found;
  if (typeof found === 'number' && Number.isSafeInteger(found)) return BigInt(found);
  throw wrong(field, 'an integer', found);
}

/** Jepsen has a keyword, or a vector of a keyword and a text, or anything. */
function errorOf(found: Edn): OperationError {
  const [first, second] = Array.isArray(found) ? found : [found];
  const name =
    first instanceof Keyword
      ? first.name
      : typeof first === 'string'
        ? first
        : writeEdn(first ?? null);
  return { name, ...(typeof second === 'string' && second !== '' && { message: second }) };
}

/** Splits keys from values. Pairs [key value] look like cas' [old new]: they are keys if every client event
 * has one, an invocation and its completion agree on it, and not all operations are cas. */
function withKeys(events: Mutable<Event>[]): Event[] {
  const clients = events.filter(({ process }) => process !== 'nemesis');
  if (clients.some(({ key }) => key !== undefined)) return events;
  const paired = clients.every(({ value }) => isPair(value));
  if (!paired || clients.every(({ f }) => f === 'cas')) return events;
  for (const event of clients) if (isPair(event.value)) [event.key, event.value] = event.value;
  return events;
}

function isPair(value: unknown): value is [Key, unknown] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  return typeof value[0] === 'string' || typeof value[0] === 'number';
}
