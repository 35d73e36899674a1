/** Who was in, as clients believed it: from the answer to an entry to the call to leave. */
import { hexOf } from '../hex.ts';
import type { Operation } from '../history/history.ts';

export interface Hold {
  readonly enter: Operation;
  /** Absent when it never left. */
  readonly leave?: Operation;
  /** The znode's sequence number. */
  readonly sequence: number;
  readonly czxid: bigint;
  readonly wakeUps: number;
}

/** The entries that succeeded, in the order of their answers; of operations that enter or leave. */
export function holdsOf(operations: readonly Operation[], enterF: string): readonly Hold[] {
  const inside = new Map<number, Hold>();
  const holds: Hold[] = [];
  for (const op of operations) {
    const hold = inside.get(op.process);
    if (hold !== undefined) holds.push(op.f === enterF ? hold : { ...hold, leave: op });
    inside.delete(op.process);
    if (op.f === enterF && op.type === 'ok') inside.set(op.process, { enter: op, ...tokenOf(op) });
  }
  return [...holds, ...inside.values()].sort((a, b) => a.enter.returnNs - b.enter.returnNs);
}

/** When its holder stopped believing. */
export function untilNs({ leave }: Hold): number {
  return leave?.callNs ?? Number.POSITIVE_INFINITY;
}

/** Its znode was there until it left: the server has deleted it for the session that made it. */
export function leftItself({ leave }: Hold): boolean {
  return leave?.type === 'ok';
}

/** Returns the session of a holder, else its process: `session 0x1000`. */
export function sessionOf({ enter: { session, process } }: Hold): string {
  return session === undefined ? `process ${process}` : `session ${hexOf(session)}`;
}

/** Who, with both tokens and the session. */
export function nameOf({ enter, sequence, czxid }: Hold): string {
  const session = enter.session === undefined ? '' : `, session ${hexOf(enter.session)}`;
  return `process ${enter.process} (number ${sequence}, czxid ${hexOf(czxid)}${session})`;
}

export function operationsOf(...holds: readonly Hold[]): readonly Operation[] {
  return holds.flatMap(({ enter, leave }) => (leave === undefined ? [enter] : [enter, leave]));
}

function tokenOf({ output, f, index }: Operation): Pick<Hold, 'sequence' | 'czxid' | 'wakeUps'> {
  const { sequence, czxid, wakeUps } = (output ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof sequence === 'number' && typeof czxid === 'string' && typeof wakeUps === 'number')
    return { sequence, czxid: BigInt(czxid), wakeUps };
  throw new TypeError(
    `${f} (op ${index}): expected {sequence, czxid, wakeUps} as its result, found ${JSON.stringify(output)}`,
  );
}
