/** Anomalies in words. */
import type { DataStep, Step } from '../cycle/step.ts';
import type { Op, Workload } from '../history/event.ts';
import { shown } from '../history/shown.ts';
import type { Cycle } from '../result.ts';

/** An operation on one line: its micro-operations, then where it stands in the history. */
export function opText(op: Op): string {
  const mops = op.value.map(([f, k, v]) => `${f} ${shown(k)} ${shown(v)}`).join(', ');
  return `[${mops}] (index ${op.index}, process ${op.process}, ${op.type})`;
}

/**
 * All cycles of one type: for each a heading, the transactions by short names, and the steps, the
 * last of which contradicts the others.
 */
export function cyclesText(type: string, cycles: readonly Cycle[], workload: Workload): string {
  const block = (cycle: Cycle, i: number): string =>
    `${type} #${i + 1}\n${cycleText(cycle, workload)}`;
  return cycles.map(block).join('\n\n');
}

/** One cycle: `Let:` names, `Then:` reasons. */
export function cycleText({ cycle, steps }: Cycle, workload: Workload): string {
  const ops = cycle.slice(0, -1);
  const names = ops.map((op, i) => `  T${i + 1} = ${opText(op)}`);
  const reasons = steps.map((step, i) => {
    const a = `T${i + 1}`;
    const b = `T${((i + 1) % steps.length) + 1}`;
    const sentence = `${a} < ${b}, because ${reason(step, a, b, workload)}`;
    return i < steps.length - 1 ? `  - ${sentence}.` : `  - However, ${sentence}: a contradiction!`;
  });
  return ['Let:', ...names, '', 'Then:', ...reasons, ''].join('\n');
}

/** Why `a` precedes `b`. */
function reason(step: Step, a: string, b: string, workload: Workload): string {
  if ('because' in step) return step.because;
  switch (step.type) {
    case 'process':
      return `process ${step.process} executed ${a} before ${b}`;
    case 'realtime':
      return realtimeReason(step["a'"], step.b, a, b);
    default:
      return dataReason(step, a, b, workload);
  }
}

function realtimeReason(completion: Op, invocation: Op, a: string, b: string): string {
  const seconds = (invocation.time - completion.time) / 1e9;
  const gap = seconds > 0 ? `${seconds.toFixed(3)} seconds before` : 'just before';
  return `${a} completed at index ${completion.index}, ${gap} the invocation of ${b}, at index ${invocation.index}`;
}

/** Lists are appended to, registers are set. */
function dataReason(step: DataStep, a: string, b: string, workload: Workload): string {
  const key = shown(step.key);
  const value = shown(step.value);
  const next = shown(step["value'"]);
  if (workload === 'rw-register') {
    if (step.type === 'wr') return `${a} wrote ${key} = ${value}, which was read by ${b}`;
    const did = step.type === 'ww' ? `set ${key} to ${value}` : `read ${key} = ${value}`;
    return `${a} ${did}, and ${b} set it to ${next}, later in version order`;
  }
  if (step.type === 'ww') return `${b} appended ${next} after ${a} appended ${value} to ${key}`;
  if (step.type === 'wr') return `${b} observed ${a}'s append of ${value} to ${key}`;
  return step.value === null
    ? `${a} observed the initial (nil) state of ${key}, which ${b} created by appending ${next}`
    : `${a} did not observe ${b}'s append of ${next} to ${key}`;
}
