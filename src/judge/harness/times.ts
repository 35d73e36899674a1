/** Whether operations are recorded at the times at which their clients exchanged something with a server. */
import type { TraceRecord } from '../../checker/replay/trace.ts';
import type { History } from '../../history/history.ts';
import { lowerBound } from '../../lower-bound.ts';
import { type Clients, isReceived } from './clients.ts';

/** How long after the last byte of its clients an operation may be recorded as completed, in milliseconds: the
 *  engine does so at once, unless the machine is busy. */
const LATE_MS = 250;
/** Share of the completions that may be later than that. */
const LATE_SHARE = 0.05;
/** How long the quickest quarter of the completions may be delayed at most, in milliseconds. */
const QUICK_MS = 20;
/** Share of the operations in whose time their clients may have exchanged nothing with a server. */
const SILENT_SHARE = 0.5;
/** The fewest operations of which such a share says something. */
const LEAST_TIMED = 20;
const MS = 1e6;

export class TimeWitness {
  readonly #clients: Clients;
  /** When each process received something, ascending. */
  readonly #contacts = new Map<number, number[]>();

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  take(record: TraceRecord): void {
    const process = this.#clients.processOf(record.client);
    if (process === undefined || !isReceived(record)) return;
    const times = this.#contacts.get(process) ?? [];
    times.push(record.time);
    this.#contacts.set(process, times);
  }

  reasons(history: History): readonly string[] {
    const lagsMs = this.#lagsMs(history);
    const judged = lagsMs.filter(lagMs => lagMs !== undefined);
    const silent = lagsMs.length - judged.length;
    if (lagsMs.length >= LEAST_TIMED && silent > lagsMs.length * SILENT_SHARE)
      return [
        `while ${silent} of ${lagsMs.length} operations were done by the times of the history, their clients exchanged nothing with a server by those of the trace: real-time order cannot be judged`,
      ];
    return lateReasons(judged);
  }

  /** Returns, for each operation that was ok, the time from what its process received last to its completion; undefined
   *  where it received nothing within the operation. */
  #lagsMs(history: History): readonly (number | undefined)[] {
    const lagsMs: (number | undefined)[] = [];
    for (const { type, process, callNs, returnNs } of history.eachOutcome()) {
      const contacts = this.#contacts.get(process);
      if (type !== 'ok' || contacts === undefined) continue;
      const last = contacts[lowerBound(contacts, time => time > returnNs) - 1];
      lagsMs.push(last === undefined || last < callNs ? undefined : (returnNs - last) / MS);
    }
    return lagsMs;
  }
}

function lateReasons(lagsMs: readonly number[]): readonly string[] {
  const quickMs = lagsMs.toSorted((a, b) => a - b)[Math.floor(lagsMs.length / 4)] ?? 0;
  if (lagsMs.length >= LEAST_TIMED && quickMs > QUICK_MS)
    return [
      `three quarters of ${lagsMs.length} completions were recorded ${Math.round(quickMs)} ms or more after the last byte that their clients received: real-time order cannot be judged`,
    ];
  const late = lagsMs.filter(lagMs => lagMs > LATE_MS);
  if (late.length <= lagsMs.length * LATE_SHARE) return [];
  const worstMs = late.reduce((worst, lagMs) => Math.max(worst, lagMs), 0);
  return [
    `${late.length} of ${lagsMs.length} completions were recorded more than ${LATE_MS} ms after the last byte that their clients received, the latest ${Math.round(worstMs)} ms after it: real-time order cannot be judged`,
  ];
}
