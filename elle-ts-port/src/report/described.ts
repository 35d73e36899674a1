/** Everything reported, record by record: in words, with the operations that show it. */
import type { Op, Workload } from '../history/event.ts';
import type { Cycle, Findings } from '../result.ts';
import { recordTexts } from './records.ts';
import { cycleText } from './text.ts';

export interface Description {
  readonly type: string;
  readonly text: string;
  /** Indices of the operations, ascending. */
  readonly indices: readonly number[];
}

/** One description for each record, in the order of the findings. */
export function described({ anomalies }: Findings, workload: Workload): Description[] {
  return Object.entries(anomalies).flatMap(([type, records]) => {
    const texts = recordTexts(anomalies, type);
    const list: readonly object[] = Array.isArray(records) ? records : [{}];
    return list.map((record, i) => ({
      type,
      text: isCycle(record) ? cycleText(record, workload) : (texts[i] ?? type),
      indices: indicesIn(record),
    }));
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
