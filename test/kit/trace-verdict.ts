import { checkTrace } from '../../src/checker/replay/replay.ts';
import type { Trace } from './trace-notation.ts';

/** Returns the types of the anomalies that the replay finds in a trace. */
export function typesOf({ records, features }: Trace): readonly string[] {
  const verdict = checkTrace(records, { features });
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : [];
}
