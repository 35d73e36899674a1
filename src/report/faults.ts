/** The faults of a history as reports show them. */

import { faultText, naturally, scopeText } from '../history/fault-words.ts';
import type { Fault } from '../history/faults.ts';
import type { History } from '../history/history.ts';
import { reportIn } from '../history/nemesis-operations.ts';
import { endNsOf } from './run-view.ts';
import { valueText, visible } from './visible.ts';

export interface FaultRow {
  readonly nemesis: string;
  /** `start-partition`, `kill`, ... */
  readonly f: string;
  /** `n3 cut off from n1, n2 (quorum ports)` */
  readonly words: string;
  /** Nanoseconds since the run's origin. */
  readonly fromNs: number;
  /** When it was healed; the end of the history when it never was. */
  readonly untilNs: number;
  readonly healed: boolean;
  /** Whether it was seen to take effect. */
  readonly verified: boolean;
  /** The nodes that it acted on, in their natural order. */
  readonly nodes: readonly string[];
  /** `n1, n2`, `threads 0, 3`, `all`, or empty for a fault that found no victim. */
  readonly on: string;
  /** What was done, and what was seen when it was verified. */
  readonly did: string;
  readonly seen: string;
}

/** In the order of their strikes. */
export function faultRows(history: History): readonly FaultRow[] {
  const endNs = endNsOf(history);
  return history.faults().map(fault => rowOf(fault, endNs));
}

function rowOf({ strike, on, toNs, ...fault }: Fault, endNs: number): FaultRow {
  const { nemesis, f, fromNs, verified } = fault;
  const healed = toNs !== Number.POSITIVE_INFINITY;
  const { did, seen } = reportIn(strike);
  const nodes = on === 'all' ? [] : (on.nodes ?? []).toSorted(naturally);
  const onText = scopeText(on);
  return {
    nemesis,
    f,
    words: faultText(f, did, onText),
    fromNs,
    untilNs: healed ? toNs : endNs,
    healed,
    verified,
    nodes,
    on: onText,
    did: valueText(did),
    seen: seenText(strike, seen),
  };
}

function seenText({ type, error }: Fault['strike'], seen: unknown): string {
  if (type === 'invoke') return 'it never completed';
  if (error === undefined) return valueText(seen);
  return `failed: ${visible(error.name)} ${visible(error.message ?? '')}`.trimEnd();
}
