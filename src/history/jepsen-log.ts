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

const LINE = /jepsen\.util(?: -|:)\s+(\d+|:nemesis)\s+:(invoke|ok|fail|info)\s+:(\S+)(.*)$/;

/** Whether a line is an event of such a log. */
export function isJepsenLogLine(line: string): boolean {
  return LINE.test(line);
}

/** The events of a log. @throws HistoryError where a value is not EDN. */
export function decodeJepsenLog(text: string): Event[] {
  const events: Event[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const parts = LINE.exec(line);
    if (parts) events.push(eventOf(parts, events.length, at + 1));
  }
  return events;
}

function eventOf(parts: RegExpExecArray, index: number, line: number): Event {
  const [, process = '', type = '', f = '', rest = ''] = parts;
  return {
    index,
    type: type as EventType,
    process: process === ':nemesis' ? 'nemesis' : Number(process),
    f,
    value: formOf(rest, line),
    time: 0,
  };
}

function formOf(text: string, line: number): unknown {
  const reader = new EdnReader(text);
  try {
    return reader.atEnd() ? null : plain(reader.read());
  } catch (cause) {
    throw new HistoryError(`line ${line}: expected a value in EDN, found ${text.trim()}`, {
      cause,
    });
  }
}
