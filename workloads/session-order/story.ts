/** The answers of each session, request by request, in the order of sending. */

import { seconds } from '../../src/checker/words.ts';
import { grouped } from '../../src/grouped.ts';
import { hexOf } from '../../src/hex.ts';
import type { History, Operation } from '../../src/history/history.ts';
import type { Sent } from './client.ts';

/** One process, which has one session. */
export interface SessionStory {
  readonly process: number;
  readonly requests: readonly BurstRequest[];
}

export interface BurstRequest {
  readonly op: Operation;
  /** The request's position in the burst. */
  readonly at: number;
  readonly f: Sent['f'];
  readonly znode: string;
  readonly value: number | null;
  readonly node: string | undefined;
  /** Undefined if it was not answered with ok. */
  readonly reply: BurstReply | undefined;
  /** The client's error if there was no answer. */
  readonly error: string | undefined;
  /** Whether it was neither answered nor certainly without effect. */
  readonly doubt: boolean;
}

export interface BurstReply {
  readonly zxid: bigint;
  /** The znode's state, if the answer shows it. */
  readonly state: ZnodeState | undefined;
}

interface ZnodeState {
  readonly mzxid: bigint;
  readonly version: number;
}

export function storiesOf(history: History): readonly SessionStory[] {
  const bursts = history.operations().filter(({ f }) => f === 'burst');
  return [...grouped(bursts, ({ process }) => process)].map(([process, ops]) => ({
    process,
    requests: ops.flatMap(op => requestsOf(op)),
  }));
}

/** Returns the requests of a burst; if it was never answered, only the requests themselves are known. */
function requestsOf(op: Operation): readonly BurstRequest[] {
  const sent = Array.isArray(op.output) ? (op.output as readonly Sent[]) : unanswered(op);
  return sent.map((each, at) => ({
    op,
    at,
    f: each.f,
    znode: each.znode,
    value: each.value,
    node: each.node,
    reply: each.zxid === undefined ? undefined : { zxid: BigInt(each.zxid), state: stateOf(each) },
    error: each.error,
    doubt: each.doubt === true,
  }));
}

function unanswered({ input, process }: Operation): readonly Sent[] {
  const steps = input as readonly Partial<Sent>[];
  return steps.flatMap(({ f, znode, value }) => {
    const name = znode === 'own' ? `own-${process}` : String(znode);
    return f === 'set' && value !== undefined ? { f, znode: name, value, doubt: true } : [];
  });
}

function stateOf({ mzxid, version }: Sent): ZnodeState | undefined {
  return mzxid === undefined || version === undefined
    ? undefined
    : { mzxid: BigInt(mzxid), version };
}

/** `n1's answer 7 to get own-3 (zxid 0x100000002, by 1.204 s)` */
export function textOf({ op, f, znode, value, node, reply }: BurstRequest): string {
  const call = f === 'set' ? `set ${znode} to ${value}` : `${f} ${znode}`;
  if (reply === undefined) return `${call}, unanswered`;
  const said = f === 'get' ? ` ${value ?? 'nothing'}` : '';
  return `${node ?? 'the server'}'s answer${said} to ${call} (zxid ${hexOf(reply.zxid)}, by ${seconds(op.returnNs)})`;
}
