/** Whether a session ever sees an older state than it has seen. */

import type { KnownAnomaly } from '../anomalies.ts';
import { grouped } from '../grouped.ts';
import { indicesOf } from './finding.ts';
import type { Ranked } from './real-time.ts';
import { placeOf } from './words.ts';

/** Finds readings of lower rank than the reading before them in the same session. A session's readings must be in the
 *  order in which it made them. */
export function stepsBack(readings: readonly Ranked[]): KnownAnomaly[] {
  const sessions = grouped(readings, ({ op }) => op.session ?? op.process);
  return [...sessions.values()].flatMap(ofSession =>
    ofSession.flatMap((reading, at) => {
      const before = ofSession[at - 1];
      return before === undefined || before.rank <= reading.rank ? [] : stepBack(before, reading);
    }),
  );
}

function stepBack(before: Ranked, { op, text }: Ranked): KnownAnomaly {
  return {
    type: 'monotonic-reads',
    promised: 'a session never sees an older state than it has seen',
    seen: `process ${op.process} saw ${text} ${placeOf(op)}, after ${before.text} ${placeOf(before.op)}`,
    operations: indicesOf(before.op, op),
  };
}
