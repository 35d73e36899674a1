/** Histories in the text log of Jepsen.
 *
 *   INFO  jepsen.util - 4	:invoke	:cas	[1 2]
 *   2025-01-01 10:00:00,000{GMT}	INFO	[jepsen worker 4] jepsen.util: 4	:info	:cas	:timed-out
 *
 * that is, process, type, f and value as EDN, and perhaps an error after them. Other lines are log
 * text and pass. There are neither indices nor times: the order is that of the lines. */
import { EdnReader } from './edn.ts';
import type { Decoded } from './edn-history.ts';
import { plain } from './edn-plain.ts';
import type { Event, EventType } from './event.ts';
import { HistoryError } from './history-error.ts';
import { placeIn } from './place.ts';

const EVENT =
  /jepsen\.util(?: -|:)[ \t]+(\d+|:nemesis)[ \t]+:(invoke|ok|fail|info)[ \t]+:(\S+)(.*)$/m;
/** A line that begins as an event does: a process and a keyword. */
const BEGUN = /^.*?jepsen\.util(?: -|:)[ \t]+(?:[-+]?\d\S*|:\S+)[ \t]+:.*$/gm;

/** Whether a text has a line that is an event of such a log. */
export function isJepsenLog(text: string): boolean {
  return EVENT.test(text);
}

/** Returns the events of a log, cut where the last has no end of its line: its value may have been longer.
 * @throws HistoryError where a line begins as an event and is none, or a value is not EDN. */
export function decodeJepsenLog(text: string): Decoded {
  const events: Event[] = [];
  let end = 0;
  for (const begun of text.matchAll(BEGUN)) {
    events.push(eventOf(begun, events.length));
    end = begun.index + begun[0].length;
  }
  return { events, cut: end > 0 && end === text.length };
}

function eventOf({ 0: line, index: at, input }: RegExpExecArray, index: number): Event {
  const parts = EVENT.exec(line);
  if (parts === null)
    throw new HistoryError(
      `line ${placeIn(input, at).line}: expected a process, type, f and value, found ${line.trim()}`,
    );
  const [, process = '', type = '', f = '', value = ''] = parts;
  return {
    index,
    type: type as EventType,
    process: process === ':nemesis' ? 'nemesis' : Number(process),
    f,
    value: valueIn(value, () => placeIn(input, at).line),
    time: 0,
  };
}

function valueIn(text: string, lineOf: () => number): unknown {
  const reader = new EdnReader(text);
  try {
    return reader.atEnd() ? null : plain(reader.read());
  } catch (cause) {
    throw new HistoryError(`line ${lineOf()}: expected a value in EDN, found ${text.trim()}`, {
      cause,
    });
  }
}
