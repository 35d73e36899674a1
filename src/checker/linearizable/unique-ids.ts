/** Numbers or names of which none is given out twice, in any order. */
import type { Operation } from '../../history/history.ts';
import { canonical } from '../../model/canonical.ts';
import { repeated } from '../repeated.ts';
import { type Special, violation } from './special-result.ts';
import { operationText } from './words.ts';

/** Undefined when there are other operations than generate. */
export function decideUniqueIds(operations: readonly Operation[]): Special | undefined {
  if (operations.some(({ f }) => f !== 'generate')) return undefined;
  const given = operations.filter(({ type }) => type === 'ok');
  const [pair] = repeated(given, ({ output }) => canonical(output));
  if (pair === undefined) return { kind: 'linearizable' };
  const [first, again] = pair;
  return violation(pair, `${operationText(again)} gave out what ${operationText(first)} had`);
}
