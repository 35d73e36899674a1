/** Whether the servers hold the same znodes at the end: what each answered to the last reads of a run, once all was
 * healed, path by path, each server by a connection of its own.
 *   replica-divergence  two servers answer the same read differently, and both cannot be right (answers.ts)
 * Source: ZooKeeper Programmer's Guide, Consistency Guarantees: "Single System Image". */
import type { KnownAnomaly } from '../../anomalies.ts';
import type { Counts } from '../../contract.ts';
import { code } from '../replay/codes.ts';
import type { RequestName, TraceRecord } from '../replay/trace.ts';
import { type Answer, contradiction } from './answers.ts';

const PROMISED = 'servers that have processed the same changes hold the same znodes';
const READS: readonly RequestName[] = ['getData', 'getChildren2', 'getACL'];
/** Kept in words. */
const MOST_CHARACTERS = 400;

/** Takes every record of a trace, then answers. */
export class ReplicasCheck {
  readonly #clients = new Map<number, Client>();
  /** Answers by request and path. */
  readonly #answers = new Map<string, Answer[]>();

  take(record: TraceRecord): void {
    if (record.kind === 'opened' && record.process === 'setup' && record.time > 0)
      this.#clients.set(record.client, { node: '', zxid: 0, asked: new Map() });
    const client = this.#clients.get(record.client);
    if (client === undefined) return;
    if (record.kind === 'connected')
      this.#clients.set(record.client, { node: record.node, zxid: 0, asked: new Map() });
    if (record.kind === 'sent' && 'path' in record.request && isCompared(record.request))
      client.asked.set(record.xid, `${record.request.f} ${record.request.path}`);
    if (record.kind === 'reply') this.#replied(client, record);
  }

  #replied(client: Client, { xid, zxid, err, result }: TraceRecord & { kind: 'reply' }): void {
    const what = client.asked.get(xid);
    const since = client.zxid;
    if (zxid > 0) client.zxid = zxid;
    if (what === undefined || zxid <= 0 || (err !== code.ok && err !== code.noNode)) return;
    const answer = {
      node: client.node,
      since,
      upTo: zxid,
      result: err === code.ok ? result : undefined,
    };
    const known = this.#answers.get(what);
    if (known === undefined) this.#answers.set(what, [answer]);
    else known.push(answer);
  }

  /** The anomalies, one for each read, and what was compared. */
  end(): { readonly anomalies: readonly KnownAnomaly[]; readonly counts: Counts } {
    const answers = [...this.#answers.values()].flat();
    const anomalies = [...this.#answers].flatMap(([what, given]) => differing(what, given));
    return {
      anomalies,
      counts: {
        servers: new Set(answers.map(({ node }) => node)).size,
        'reads compared': [...this.#answers.values()].filter(given => given.length > 1).length,
      },
    };
  }
}

/** Each server writes what is below /zookeeper as it starts. */
const isCompared = ({ f, path }: { readonly f: RequestName; readonly path: string }): boolean =>
  READS.includes(f) && !path.startsWith('/zookeeper');

interface Client {
  readonly node: string;
  /** The last zxid that its server has answered with. */
  zxid: number;
  /** The reads that were sent on this connection, by xid. */
  readonly asked: Map<number, string>;
}

/** The first contradiction among the answers to one read. */
function differing(what: string, answers: readonly Answer[]): readonly KnownAnomaly[] {
  for (const [at, one] of answers.entries())
    for (const other of answers.slice(at + 1)) {
      const why = one.node === other.node ? undefined : contradiction(one, other);
      if (why === undefined) continue;
      const seen = `${what}: ${why}`.slice(0, MOST_CHARACTERS);
      return [{ type: 'replica-divergence', promised: PROMISED, seen, operations: [] }];
    }
  return [];
}
