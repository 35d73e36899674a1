/** Histories as lines of JSON: one event a line. */
import { type Event, HistoryError } from './event.ts';

/** The event of a line. @throws HistoryError with the line's number when it is not one. */
export function eventOfJson(line: string, lineNumber: number): Event {
  try {
    const event: unknown = JSON.parse(line);
    if (typeof event === 'object' && event !== null && 'type' in event) return event as Event;
  } catch (cause) {
    throw lineError(line, lineNumber, { cause });
  }
  throw lineError(line, lineNumber);
}

function lineError(line: string, lineNumber: number, options?: ErrorOptions): HistoryError {
  const shown = line.length > 60 ? `${line.slice(0, 60)}...` : line;
  return new HistoryError(
    `line ${lineNumber}: expected a JSON object with type, process and value, found ${shown}`,
    options,
  );
}
