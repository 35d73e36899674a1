/** The traces of sessions that own an ephemeral, and what servers showed of them. */

import { grouped } from '../../src/grouped.ts';
import type { History, Operation } from '../../src/history/history.ts';
import type { ShownEphemeral, Used } from './client.ts';

export interface SessionLifetime {
  readonly number: number;
  readonly begin: Operation;
  readonly owner: bigint;
  /** The zxid of the ephemeral's creation. */
  readonly born: bigint;
  readonly timeoutMs: number;
  /** The writes of its session, in order; the last may be the write after its end. */
  readonly uses: readonly Use[];
  /** The operation that ended it; absent if there was none. */
  readonly end: Operation | undefined;
  readonly sights: readonly EphemeralObservation[];
  /** The zxid of the ephemeral's removal, as servers show it. */
  readonly died: bigint | undefined;
  /** The lowest zxid at which a server that had applied its creation did not list it, regardless of the
   * parent's pzxid. */
  readonly goneBy: bigint | undefined;
}

export interface Use {
  readonly op: Operation;
  readonly zxid: bigint | undefined;
  readonly error: string | undefined;
}

/** What a server showed. */
export interface EphemeralObservation {
  readonly op: Operation;
  readonly node: string;
  readonly zxid: bigint;
  readonly there: boolean;
  readonly owner: bigint | undefined;
  readonly czxid: bigint | undefined;
  readonly pzxid: bigint;
  readonly mzxid: bigint;
}

/** Returns the traces of sessions whose begin was answered. */
export function livesOf(history: History): readonly SessionLifetime[] {
  const operations = history.operations();
  const sights = grouped(operations.flatMap(sightsOf), ({ life }) => life);
  const byProcess = grouped(operations, ({ process }) => process);
  return [...byProcess.values()].flatMap(ops =>
    spans(ops).map(span => lifeOf(span, sights.get(Number(span[0].input)) ?? [])),
  );
}

type Span = readonly [begin: Operation, ...rest: Operation[]];

/** Returns the operations of a process from each answered begin to the next begin. */
function spans(ops: readonly Operation[]): readonly Span[] {
  const all: [Operation, ...Operation[]][] = [];
  let current: [Operation, ...Operation[]] | undefined;
  for (const op of ops) {
    if (op.f === 'begin') {
      current = op.type === 'ok' ? [op] : undefined;
      if (current !== undefined) all.push(current);
    } else if (op.f === 'use' || op.f === 'end') current?.push(op);
  }
  return all;
}

function lifeOf([begin, ...rest]: Span, sights: readonly EphemeralObservation[]): SessionLifetime {
  const { owner, czxid, timeoutMs } = begin.output as Readonly<Record<string, unknown>>;
  if (typeof owner !== 'string' || typeof czxid !== 'string' || typeof timeoutMs !== 'number')
    throw new TypeError(
      `begin (op ${begin.index}): expected {owner, czxid, timeoutMs} as its result, found ${JSON.stringify(begin.output)}`,
    );
  const born = BigInt(czxid);
  return {
    number: Number(begin.input),
    begin,
    owner: BigInt(owner),
    born,
    timeoutMs,
    uses: rest.filter(({ type }) => type === 'ok').map(useOf),
    end: rest.find(({ f }) => f === 'end'),
    sights,
    died: sights.find(({ there, pzxid }) => !there && pzxid > born)?.pzxid,
    goneBy: lowest(
      sights.filter(({ there, zxid, pzxid }) => !there && zxid >= born && zxid >= pzxid),
    ),
  };
}

function lowest(sights: readonly EphemeralObservation[]): bigint | undefined {
  const zxids = sights.map(({ zxid }) => zxid);
  return zxids.sort((a, b) => (a < b ? -1 : 1))[0];
}

function useOf(op: Operation): Use {
  const { zxid, error } = op.output as Used;
  return { op, zxid: zxid === undefined ? undefined : BigInt(zxid), error };
}

function sightsOf(op: Operation): readonly (EphemeralObservation & { readonly life: number })[] {
  if (op.f === 'look') {
    const { life } = op.input as { readonly life: number };
    return op.type === 'ok' ? [{ life, ...sightOf(op, op.output as ShownEphemeral) }] : [];
  }
  if (op.f !== 'look-everywhere' || !Array.isArray(op.output)) return [];
  const all = op.output as readonly ShownEphemeral[];
  return all.map(shown => ({ life: Number(op.input), ...sightOf(op, shown) }));
}

function sightOf(op: Operation, shown: ShownEphemeral): EphemeralObservation {
  const { node, zxid, there, owner, czxid, pzxid, mzxid } = shown;
  return {
    op,
    node,
    zxid: BigInt(zxid),
    there,
    owner: owner === undefined ? undefined : BigInt(owner),
    czxid: czxid === undefined ? undefined : BigInt(czxid),
    pzxid: BigInt(pzxid),
    mzxid: BigInt(mzxid),
  };
}
