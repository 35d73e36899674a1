/** What the fast reader of JSON lines is held against: every line by the decoder, nothing in columns. */
import { isDeepStrictEqual } from 'node:util';
import { utf8Of } from '../../elle-ts-port/src/history/exact.ts';
import type { Event } from '../../src/history/event.ts';
import { readHistory } from '../../src/history/file.ts';
import { historyOf } from '../../src/history/history.ts';
import { HistoryError } from '../../src/history/history-error.ts';
import { decodeEvent } from '../../src/history/jsonl.ts';

/** Returns the events of JSON lines.
 * @throws HistoryError where one is none. */
function decoded(bytes: Buffer): readonly Event[] {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const line = bytes.subarray(start, newline < 0 ? bytes.length : newline);
    if (newline < 0 && !isJson(withoutMark(line, lines.length))) break;
    const text = utf8Of(withoutMark(line, lines.length));
    if (text === undefined) throw new HistoryError('not UTF-8');
    lines.push(text);
    start += line.length + 1;
  }
  const events = lines.flatMap((line, place) =>
    line.trim() === '' ? [] : decodeEvent(line, place),
  );
  historyOf(events);
  return events;
}

function withoutMark(line: Buffer, place: number): Buffer {
  const isMarked = place === 0 && line.subarray(0, 3).toString('hex') === 'efbbbf';
  return isMarked ? line.subarray(3) : line;
}

function isJson(line: Buffer): boolean {
  try {
    JSON.parse(line.toString());
    return true;
  } catch {
    return false;
  }
}

/** Undefined where it is refused. */
async function eventsOf(
  read: () => Promise<readonly Event[]> | readonly Event[],
): Promise<readonly Event[] | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof HistoryError) return undefined;
    throw error;
  }
}

/** @throws Error where the two read something else, or one of them refuses what the other reads. */
export async function readsAsTheDecoder(bytes: Buffer, path: string): Promise<void> {
  const expected = await eventsOf(() => decoded(bytes));
  const found = await eventsOf(async () => [
    ...(await readHistory(path, { format: 'jsonl' })).events(),
  ]);
  if (!isDeepStrictEqual(found, expected))
    throw new Error(`expected ${shown(expected)}, found ${shown(found)}`);
}

function shown(events: readonly Event[] | undefined): string {
  if (events === undefined) return 'a refusal';
  return JSON.stringify(events, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
}
