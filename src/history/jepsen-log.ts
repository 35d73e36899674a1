/** Histories in the text log of Jepsen.
 *
 *   INFO  jepsen.util - 4	:invoke	:cas	[1 2]
 *   2025-01-01 10:00:00,000{GMT}	INFO	[jepsen worker 4] jepsen.util: 4	:info	:cas	:timed-out
 *
 * that is, process, type, f and value as EDN, and perhaps an error after them. Other lines are log
 * text and pass. There are neither indices nor times: the order is that of the lines. */
import { EdnReader } from './edn.ts';
import { plain } from './edn-history.ts';
import type { Event, EventType } from './event.ts';
import { HistoryError } from './history-error.ts';
import { placeIn } from './place.ts';

const EVENT =
  /jepsen\.util(?: -|:)[ \t]+(\d+|:nemesis)[ \t]+:(invoke|ok|fail|info)[ \t]+:(\S+)(.*)$/m;
const EVENTS = new RegExp(EVENT, 'gm');

/** Whether a text has a line that is an event of such a log. */
export function isJepsenLog(text: string): boolean {
  return EVENT.test(text);
}

/** The events of a log. @throws HistoryError where a value is not EDN. */
export function decodeJepsenLog(text: string): Event[] {
  const events: Event[] = [];
  for (const parts of text.matchAll(EVENTS)) events.push(eventOf(parts, events.length));
  return events;
}

function eventOf(parts: RegExpExecArray, index: number): Event {
  const [, process = '', type = '', f = ''] = parts;
  return {
    index,
    type: type as EventType,
    process: process === ':nemesis' ? 'nemesis' : Number(process),
    f,
    value: valueIn(parts),
    time: 0,
  };
}

function valueIn({ 4: text = '', index, input }: RegExpExecArray): unknown {
  const reader = new EdnReader(text);
  try {
    return reader.atEnd() ? null : plain(reader.read());
  } catch (cause) {
    const { line } = placeIn(input, index);
    throw new HistoryError(`line ${line}: expected a value in EDN, found ${text.trim()}`, {
      cause,
    });
  }
}
