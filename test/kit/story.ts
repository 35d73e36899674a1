/** Histories of lines in words, one event after the other, a millisecond apart:
 *    `1 acquire`     process 1 asks to get in         `1 got 7`       it is in, with number 7, czxid 70
 *    `1 got 7@55`    the same, with czxid 55          `1 late`        it did not get in
 *    `1 release`     it asks to get out               `1 out`         it is out
 *    `1 gone`        its znode was not there (NONODE) `1 expired`     its session was over
 *    `1 unsure`      nobody knows                     `heal`          the last fault is healed
 *    `wait 50`       fifty seconds pass
 *  `1 acquire write` asks for a role. */
import type { Event } from '../../src/history/event.ts';
import { type History, historyOf } from '../../src/history/history.ts';

export function story(...lines: readonly string[]): History {
  const events: Event[] = [];
  const asked = new Map<number, Pick<Event, 'f' | 'value'>>();
  let time = 0;
  for (const line of lines) {
    time += 1e6;
    const [who = '', verb = '', what] = line.split(' ');
    if (who === 'wait') time += Number(verb) * 1e9;
    if (who === 'heal') events.push(healing(events.length, time));
    if (who === 'wait' || who === 'heal') continue;
    const process = Number(who);
    if (verb === 'acquire' || verb === 'release')
      asked.set(process, { f: verb, value: what ?? null });
    const { f, value } = asked.get(process) ?? { f: verb, value: null };
    const common = {
      index: events.length,
      process,
      f,
      value,
      key: 0,
      time,
      session: BigInt(process),
    };
    events.push({ ...common, ...answer(verb, what) });
  }
  return historyOf(events);
}

function healing(index: number, time: number): Event {
  return { index, type: 'info', process: 'nemesis', f: 'start', value: null, time };
}

function answer(verb: string, what = ''): Pick<Event, 'type'> & Partial<Event> {
  switch (verb) {
    case 'got': {
      const [number = '', czxid = `${number}0`] = what.split('@');
      const value = {
        sequence: Number(number),
        czxid: `0x${BigInt(czxid).toString(16)}`,
        wakeUps: 1,
      };
      return { type: 'ok', value };
    }
    case 'out':
      return { type: 'ok', value: null };
    case 'late':
      return { type: 'fail', error: { name: 'TOOLATE' } };
    case 'gone':
      return { type: 'fail', error: { name: 'NONODE' } };
    case 'expired':
      return { type: 'fail', error: { name: 'SESSIONEXPIRED' } };
    case 'unsure':
      return { type: 'info', error: { name: 'CONNECTIONLOSS' } };
    default:
      return { type: 'invoke' };
  }
}
