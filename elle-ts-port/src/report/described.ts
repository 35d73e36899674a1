/** Everything reported, record by record: in words, with the operations that show it. */
import type { Analysis } from '../check.ts';
import type { Op } from '../history/event.ts';
import type { Cycle } from '../result.ts';
import { witnessPicture } from './pictures.ts';
import { recordTexts } from './records.ts';
import { cycleText } from './text.ts';

export interface Description {
  readonly type: string;
  readonly text: string;
  /** Indices of the operations, ascending. */
  readonly indices: readonly number[];
  /** An SVG document of a cycle that is not too large. */
  readonly picture?: string;
}

/** One description for each reported record, at most `most` of a type; none of a valid history. */
export function described(
  analysis: Analysis,
  most: number = Number.POSITIVE_INFINITY,
): Description[] {
  const { result } = analysis;
  if (result.valid === true) return [];
  return Object.entries(result.anomalies).flatMap(([type, records]) => {
    const list: readonly object[] = Array.isArray(records) ? records.slice(0, most) : [{}];
    const texts = recordTexts(result.anomalies, type);
    const witnesses = analysis.witnesses.filter(witness => witness.type === type);
    return list.map((record, i) => {
      const text = texts[i] ?? type;
      const description = { type, text, indices: indicesIn(record) };
      if (!isCycle(record)) return description;
      const witness = witnesses[i];
      const picture = witness && witnessPicture(analysis, witness);
      const words = cycleText(record, analysis.history.workload);
      return { ...description, text: words, ...(picture === undefined ? {} : { picture }) };
    });
  });
}

function isCycle(record: object): record is Cycle {
  return 'cycle' in record;
}

function indicesIn(record: object): number[] {
  const values = Object.values(record).flatMap((value: unknown) =>
    Array.isArray(value) ? value : [value],
  );
  const indices = values.filter(isOp).map(op => op.index);
  return [...new Set(indices)].sort((a, b) => a - b);
}

function isOp(value: unknown): value is Op {
  return typeof value === 'object' && value !== null && 'index' in value && 'process' in value;
}
