/** Histories of queues, told in words or by chance. */
import type { Event } from '../../src/history/event.ts';
import { type History, historyOf } from '../../src/history/history.ts';
import type { Random } from '../../src/random.ts';

/** `0 put 5`, `0 take`, and what became of it: `0 ok` (put), `0 got 5`, `0 got null`, `0 no`,
 *  `0 lost` and `0 lost 5` (it may have taken 5). One event a line, one nanosecond apart. */
export function story(...lines: readonly string[]): History {
  const open = new Map<number, Pick<Event, 'f' | 'value'>>();
  const events = lines.map((line, index): Event => {
    const [who = '', verb = '', what = 'null'] = line.split(' ');
    const process = Number(who);
    const value: unknown = JSON.parse(what);
    if (verb === 'put') open.set(process, { f: 'enqueue', value });
    if (verb === 'take') open.set(process, { f: 'dequeue', value: null });
    const asked = open.get(process) ?? { f: verb, value };
    const common = { index, process, key: 0, time: index, ...asked };
    switch (verb) {
      case 'ok':
        return { ...common, type: 'ok' };
      case 'got':
        return { ...common, type: 'ok', value };
      case 'no':
        return { ...common, type: 'fail' };
      case 'lost':
        return { ...common, type: 'info', value: value ?? asked.value };
      default:
        return { ...common, type: 'invoke' };
    }
  });
  return historyOf(events);
}

/** A history of up to 12 events of three processes with whatever answers chance gives. Values are
 *  `numbered` 1, 2, 3, ... */
export function randomStory(
  random: Random,
  withDoubts: boolean,
  numbered: (count: number) => number = count => count,
): readonly string[] {
  const open = new Map<number, 'put' | 'take'>();
  let last = 0;
  return Array.from({ length: 2 + random.intBelow(11) }, () => {
    const process = random.intBelow(3);
    const asked = open.get(process);
    open.delete(process);
    if (asked !== undefined && withDoubts && random.intBelow(6) === 0) return `${process} lost`;
    if (asked === 'put') return `${process} ok`;
    const value = random.intBelow(4) === 0 ? 'null' : numbered(1 + random.intBelow(last + 1));
    if (asked === 'take') return `${process} got ${value}`;
    const verb = random.pick(['put', 'take'] as const);
    open.set(process, verb);
    return verb === 'put' ? `${process} put ${numbered(++last)}` : `${process} take`;
  });
}

/** Drops invocations that were never answered. */
export function complete(lines: readonly string[]): readonly string[] {
  const isCall = (line: string): boolean => / (put|take)/.test(line);
  return lines.filter(
    (line, at) => !isCall(line) || lines.slice(at + 1).some(later => later[0] === line[0]),
  );
}
