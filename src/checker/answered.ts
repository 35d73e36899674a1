/** Decides whether requests are answered while no fault is active.
 *    unanswered   a request was given up after a time in which every server that serves answers, although no fault
 *                 had been active for as long as an ensemble takes to serve again
 *  A request that is refused, or whose connection breaks, is not judged: only silence is. */
import type { KnownAnomaly } from '../anomalies.ts';
import type { Checker, Verdict } from '../contract.ts';
import type { History, Operation } from '../history/history.ts';
import { calmOf, faultNotes } from './calm.ts';
import { anomaly, verdictOf } from './finding.ts';
import { spreadOf } from './spread.ts';

/** A server that serves answers sooner than this. */
const SILENT_NS = 4e9;
/** Elections wait for longer and longer: after a cut of a minute, servers may need nearly as long to serve again. */
const AFTERMATH_NS = 60e9;

export const answered: Checker = { name: 'answered', perKey: false, check };

interface Ended {
  readonly op: Operation;
  /** When the client received the answer or gave up. */
  readonly endNs: number;
}

function check(history: History): Verdict {
  const calm = calmOf(history);
  const ended = history.operations().flatMap(op => endOf(history, op));
  const judged = ended.filter(({ op, endNs }) => calm(op.callNs - AFTERMATH_NS, endNs));
  const silent = judged.filter(isSilent);
  const ok = judged.filter(({ op }) => op.type === 'ok');
  return verdictOf({
    anomalies: silent.map(unanswered),
    counts: {
      'operations judged': judged.length,
      'given up': silent.length,
      ...spreadOf(
        'answered after',
        ok.map(({ op, endNs }) => endNs - op.callNs),
      ),
    },
    doubts:
      ok.length > 0 ? [] : ['no operation was answered that was invoked long enough after a fault'],
    notes: faultNotes(history),
  });
}

/** Empty for an operation that the end of the run cut short. */
function endOf(history: History, op: Operation): readonly Ended[] {
  const { completionIndex } = op;
  return completionIndex === undefined ? [] : [{ op, endNs: history.event(completionIndex).time }];
}

function isSilent({ op, endNs }: Ended): boolean {
  return op.error?.name === 'OPERATIONTIMEOUT' && endNs - op.callNs >= SILENT_NS;
}

function unanswered({ op, endNs }: Ended): KnownAnomaly {
  const seconds = ((endNs - op.callNs) / 1e9).toFixed(1);
  return anomaly(
    'unanswered',
    'a request is answered while no fault is active',
    `process ${op.process} received no answer to ${op.f} within ${seconds} s`,
    op,
  );
}
