/** Whose client each of a trace is, and which node it talks to. */
import type { TraceRecord } from '../../checker/replay/trace.ts';

export class Clients {
  readonly #nodes = new Map<number, string>();
  readonly #processes = new Map<number, number>();

  /** Takes every record before anybody asks about it. */
  take(record: TraceRecord): void {
    if (record.kind === 'connected') this.#nodes.set(record.client, record.node);
    if (record.kind === 'opened' && typeof record.process === 'number')
      this.#processes.set(record.client, record.process);
  }

  /** Returns the process of a client; undefined where it belongs to none. */
  processOf(client: number): number | undefined {
    return this.#processes.get(client);
  }

  nodeOf(client: number): string | undefined {
    return this.#nodes.get(client);
  }
}

/** What a server sent. */
export type Received = TraceRecord & { readonly kind: 'reply' | 'event' | 'connected' };

export function isReceived(record: TraceRecord): record is Received {
  return record.kind === 'reply' || record.kind === 'event' || record.kind === 'connected';
}

/** Nanoseconds as seconds, in words. */
export const seconds = (timeNs: number): string => `${(timeNs / 1e9).toFixed(3)} s`;
