/** When no fault was active, as far as the history says. */
import type { Affected } from '../contract.ts';
import type { Fault } from '../history/faults.ts';
import type { History } from '../history/history.ts';

/** Whether no fault was active between two times. */
export type Calm = (fromNs: number, toNs: number) => boolean;

/** Ignores faults that disturb nothing but what is `harmless` to the question asked. */
export function calmOf(history: History, harmless: readonly Affected[] = []): Calm {
  const faults = history.faults().filter(fault => !isHarmless(fault, harmless));
  return (fromNs, toNs) => !faults.some(each => each.fromNs < toNs && each.toNs > fromNs);
}

function isHarmless({ affects }: Fault, harmless: readonly Affected[]): boolean {
  return affects !== 'undeclared' && affects.every(part => harmless.includes(part));
}

/** The time after which the nemeses did nothing more and no fault was active: Infinity where a fault was left
 * unhealed, -Infinity where there was none. */
export function quietSinceNs(history: History): number {
  const unhealed = history.faults().some(({ toNs }) => toNs === Number.POSITIVE_INFINITY);
  if (unhealed) return Number.POSITIVE_INFINITY;
  return history.nemesis.at(-1)?.time ?? Number.NEGATIVE_INFINITY;
}

/** Notes of a checker that leaves out times with faults: which faults made it leave out more than it should. */
export function faultNotes(history: History): readonly string[] {
  const faults = history.faults();
  const undeclared = namesOf(faults.filter(({ affects }) => affects === 'undeclared'));
  const unhealed = namesOf(faults.filter(({ toNs }) => toNs === Number.POSITIVE_INFINITY));
  return [
    ...(undeclared === ''
      ? []
      : [`operations of the nemesis that declare nothing are taken for faults: ${undeclared}`]),
    ...(unhealed === ''
      ? []
      : [`faults that were never healed are taken to last to the end: ${unhealed}`]),
  ];
}

function namesOf(faults: readonly Fault[]): string {
  return [...new Set(faults.map(({ f }) => f))].join(', ');
}
