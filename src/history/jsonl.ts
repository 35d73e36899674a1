/** history.jsonl: one event a line.
 *
 *   {"index":7,"type":"ok","process":3,"f":"cas","value":[2,5],"key":"k1","time":1203811,
 *    "node":"n2","zxid":"0x10000001c","session":"0x1000a4c2b350000","error":{"name":"..."}}
 *
 * `process` is a number of 0 or more, or "nemesis"; `time` is in nanoseconds since the run's origin;
 * `key`, `node`, `zxid`, `session`, `error` and `fault` are absent where they do not apply. zxid and session
 * are 64-bit numbers in hexadecimal, since JSON's numbers lose digits above 2^53. A missing `index`
 * is the event's place in the file, a missing `time` is 0. */

import { hasRepeatedName, inexactNumberIn, isDeeper } from 'elle-ts-port/exact';
import { hexOf } from '../hex.ts';
import { jsonOf, quoted } from '../json.ts';
import type { Event, EventType, Key, OperationError, Process } from './event.ts';
import { faultStampOf } from './fault-stamp.ts';
import { HistoryError } from './history-error.ts';

const TYPES: ReadonlySet<unknown> = new Set<EventType>(['invoke', 'ok', 'fail', 'info']);

/** One line, without its newline. bigints become strings `0x..`. Put together by hand: it is the
 * dearest part of recording an operation. */
export function encodeEvent(event: Event): string {
  const { index, type, process, f, value = null, key, time, node, zxid, session } = event;
  return (
    `{"index":${index},"type":"${type}","process":${textOf(process)},"f":${textOf(f)}` +
    `,"value":${textOf(value)}${field('key', key)},"time":${time}${field('node', node)}` +
    `${field('zxid', zxid)}${field('session', session)}${field('error', event.error)}${field('fault', event.fault)}}`
  );
}

function field(name: string, value: unknown): string {
  return value === undefined ? '' : `,"${name}":${textOf(value)}`;
}

function textOf(value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return `${value}`;
  if (typeof value === 'bigint') return `"${hexOf(value)}"`;
  if (typeof value === 'string') return quoted(value);
  return jsonOf(value, hexOf) ?? 'null';
}

/** The event of a line; `place` is the index of a line that has none.
 * @throws HistoryError naming the field, what was expected and what was found. */
export function decodeEvent(line: string, place: number): Event {
  const fields = parseObject(line);
  const { key, node, zxid, session, error, fault } = fields;
  return {
    index: fields.index === undefined ? place : numberOf(fields, 'index'),
    type: typeOf(fields.type),
    process: processOf(fields.process),
    f: stringOf(fields, 'f'),
    value: fields.value ?? null,
    ...(key !== undefined && key !== null && { key: keyOf(key) }),
    time: fields.time === undefined ? 0 : numberOf(fields, 'time'),
    ...(node !== undefined && { node: stringOf(fields, 'node') }),
    ...(zxid !== undefined && { zxid: bigintOf(fields, 'zxid') }),
    ...(session !== undefined && { session: bigintOf(fields, 'session') }),
    ...(error !== undefined && { error: errorOf(error) }),
    ...(fault !== undefined && { fault: faultStampOf(fault) }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(line: string): Fields {
  refuseInexact(line);
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (cause) {
    throw new HistoryError(`column ${columnOf(cause, line)}: this is not JSON`, { cause });
  }
  if (isDeeper(parsed, MOST_LEVELS))
    throw new HistoryError(`expected at most ${MOST_LEVELS} levels of nesting, found more`);
  if (hasRepeatedName(line, parsed))
    throw new HistoryError('expected each name of an object once, found one twice');
  if (isFields(parsed)) return parsed;
  throw new HistoryError(`expected an event as a JSON object, found ${shown(parsed)}`);
}

function isFields(parsed: unknown): parsed is Fields {
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
}

/** Deeper nesting is no history, and would exhaust the stack later. */
const MOST_LEVELS = 500;

/** JSON.parse rounds numbers silently: two values would become one. */
function refuseInexact(line: string): void {
  const found = inexactNumberIn(line);
  if (found === undefined) return;
  throw new HistoryError(
    `expected numbers that a double holds exactly (integers of at most 53 bits), found ${found}; ` +
      'write it as a string',
  );
}

/** V8 says `... at position 12`, or that the input ended. */
function columnOf(cause: unknown, line: string): number {
  const position = cause instanceof Error && /at position (\d+)/.exec(cause.message)?.[1];
  return position ? Number(position) + 1 : line.length + 1;
}

function wrong(field: string, expected: string, found: unknown): HistoryError {
  return new HistoryError(`${field}: expected ${expected}, found ${shown(found)}`);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function typeOf(found: unknown): EventType {
  if (isType(found)) return found;
  throw wrong('type', 'invoke, ok, fail or info', found);
}

function isType(found: unknown): found is EventType {
  return TYPES.has(found);
}

function processOf(found: unknown): Process {
  if (found === 'nemesis') return found;
  if (typeof found === 'number' && Number.isInteger(found) && found >= 0) return found;
  throw wrong('process', 'a number of 0 or more, or "nemesis"', found);
}

function numberOf(fields: Fields, field: string): number {
  const found = fields[field];
  if (typeof found === 'number' && Number.isSafeInteger(found)) return found;
  throw wrong(field, 'an integer', found);
}

function stringOf(fields: Fields, field: string): string {
  const found = fields[field];
  if (typeof found === 'string') return found;
  throw wrong(field, 'a string', found);
}

function keyOf(found: unknown): Key {
  if (typeof found === 'string' || typeof found === 'number') return found;
  throw wrong('key', 'a string or a number', found);
}

function bigintOf(fields: Fields, field: string): bigint {
  const found = fields[field];
  const parts = typeof found === 'string' && /^(-?)(0x[0-9a-f]+)$/i.exec(found);
  if (!parts) throw wrong(field, 'a string such as "0x10000001c"', found);
  const value = BigInt(parts[2] ?? 0);
  return parts[1] === '-' ? -value : value;
}

function errorOf(found: unknown): OperationError {
  if (isFields(found)) {
    const { name, message } = found;
    if (typeof name === 'string') return { name, ...(typeof message === 'string' && { message }) };
  }
  throw wrong('error', 'an object with a name', found);
}
