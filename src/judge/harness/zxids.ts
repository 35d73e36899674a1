/** Whether the zxids of the history are those that servers sent, and whether clients remembered them. */
import type { ConnectedRecord, ReplyRecord, TraceRecord } from '../../checker/replay/trace.ts';
import { hexOf } from '../../hex.ts';
import type { History } from '../../history/history.ts';
import { type Clients, seconds } from './clients.ts';

export class ZxidWitness {
  readonly #clients: Clients;
  /** The zxids in the replies to each process, by node. */
  readonly #zxids = new Map<number, Map<string, Set<number>>>();
  /** The xids that wait for a reply on the connection of each client; absent once the client has given it up. */
  readonly #waiting = new Map<number, number[]>();
  /** The largest zxid in the replies to each client. */
  readonly #lastZxids = new Map<number, number>();
  #forgotten: string | undefined;
  #records = 0;

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  take(record: TraceRecord): void {
    this.#records++;
    if (record.kind === 'connected') this.#connected(record);
    if (record.kind === 'sent' && record.xid >= 0)
      this.#waiting.get(record.client)?.push(record.xid);
    if (record.kind === 'reply' && this.#isTaken(record)) this.#replied(record);
  }

  reasons(history: History): readonly string[] {
    const forgotten = this.#forgotten === undefined ? [] : [this.#forgotten];
    return this.#records === 0 ? [] : [...this.#madeUp(history), ...forgotten];
  }

  /** A client tells its next server the largest zxid that it has seen, so that an older server refuses it. */
  #connected({ client, node, time, lastZxidSeen }: ConnectedRecord): void {
    this.#waiting.set(client, []);
    const seen = this.#lastZxids.get(client) ?? 0;
    if (lastZxidSeen >= seen) return;
    this.#forgotten ??= `client ${client} reported to ${node} at ${seconds(time)} that the last zxid it had seen was ${hexOf(BigInt(lastZxidSeen))}, though it had received ${hexOf(BigInt(seen))}: servers cannot keep it from older states`;
  }

  /** Replies come in the order of their requests: a client that receives another one gives up the connection, and takes
   *  neither that reply nor what follows. */
  #isTaken({ client, xid }: ReplyRecord): boolean {
    if (xid < 0) return true;
    const waiting = this.#waiting.get(client);
    if (waiting?.[0] !== xid) {
      this.#waiting.delete(client);
      return false;
    }
    waiting.shift();
    return true;
  }

  /** Replies to pings do not count as seen, as in the Java client. */
  #replied({ client, xid, zxid }: ReplyRecord): void {
    if (zxid <= 0) return;
    if (xid >= 0 && zxid > (this.#lastZxids.get(client) ?? 0)) this.#lastZxids.set(client, zxid);
    const process = this.#clients.processOf(client);
    if (process === undefined) return;
    const node = this.#clients.nodeOf(client) ?? '';
    const nodes = this.#zxids.get(process) ?? new Map<string, Set<number>>();
    this.#zxids.set(process, nodes.set(node, (nodes.get(node) ?? new Set()).add(zxid)));
  }

  /** A zxid in the history is one that a server sent to the process, and the node is that server. */
  #madeUp(history: History): readonly string[] {
    for (const { type, process, zxid, index, node } of history.eachOutcome()) {
      if (type !== 'ok' || zxid === undefined || zxid <= 0n) continue;
      if (node !== undefined && this.#zxids.get(process)?.get(node)?.has(Number(zxid))) continue;
      const senders = this.#sendersOf(process, Number(zxid));
      const recorded = `operation ${index} is recorded with zxid ${hexOf(zxid)}`;
      if (senders.length === 0)
        return [`${recorded}, which no reply to process ${process} carried`];
      if (node !== undefined)
        return [
          `${recorded} of ${node}, though ${senders.join(', ')} sent it to process ${process}`,
        ];
    }
    return [];
  }

  /** The nodes that sent the zxid to the process in a reply. */
  #sendersOf(process: number, zxid: number): readonly string[] {
    const byNode = [...(this.#zxids.get(process) ?? [])];
    return byNode.filter(([, zxids]) => zxids.has(zxid)).map(([node]) => node);
  }
}
