/** Whether writes that nobody answered are recorded as in doubt. */
import { isWrite } from '../../checker/replay/model/multi.ts';
import type { TraceRecord, TraceRequest } from '../../checker/replay/trace.ts';
import type { History } from '../../history/history.ts';
import { type Clients, seconds } from './clients.ts';

/** A request that writes and has no reply. */
interface Unanswered {
  readonly process: number | undefined;
  readonly f: string;
  /** Whether it leaves what others see: unlike the write before a strong read, which stores nothing. */
  readonly leaves: boolean;
  /** When it was sent. */
  readonly time: number;
}

export class WriteWitness {
  readonly #clients: Clients;
  /** Unanswered requests, by client and xid. */
  readonly #unanswered = new Map<string, Unanswered>();

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  /** Returns when the write was sent that the record acknowledges, if it acknowledges one. */
  take(record: TraceRecord): number | undefined {
    if (record.kind !== 'sent' && record.kind !== 'reply') return undefined;
    const key = `${record.client} ${record.xid}`;
    if (record.kind === 'reply') {
      const sent = this.#unanswered.get(key);
      this.#unanswered.delete(key);
      return record.err === 0 && record.zxid > 0 ? sent?.time : undefined;
    }
    const { request, time } = record;
    const process = this.#clients.processOf(record.client);
    if (isWrite(request))
      this.#unanswered.set(key, { process, f: request.f, leaves: leavesData(request), time });
    return undefined;
  }

  /** What leaves at the time of a completion is the next operation's. A write that nobody answered may have happened:
   * neither an operation of its name is recorded as failed, nor one that was to store something. Recipes find out what
   * became of a create or a delete. */
  reasons(history: History): readonly string[] {
    const lost = [...this.#unanswered.values()];
    for (const { type, f, process, callNs, returnNs, index } of history.eachOutcome()) {
      if (type !== 'fail') continue;
      const isIts = (sent: Unanswered): boolean =>
        sent.process === process &&
        (sent.f === f || sent.leaves) &&
        sent.time >= callNs &&
        sent.time < returnNs;
      const write = lost.find(isIts);
      if (write !== undefined)
        return [
          `operation ${index} is recorded as failed, though its ${f}, sent at ${seconds(write.time)}, was never answered and may have taken effect`,
        ];
    }
    return [];
  }
}

function leavesData(request: TraceRequest): boolean {
  if (request.f !== 'multi') return request.f === 'setData' && isSome(request.data);
  return request.parts.some(part => ('data' in part ? isSome(part.data) : part.f === 'delete'));
}

/** Recipes make empty znodes before they store something. */
function isSome(data: string | null): boolean {
  return data !== null && data !== '';
}
