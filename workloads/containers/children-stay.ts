/** Decides whether children stayed until they were deleted.
 *    lost-write   a child was created, and its session did not find it when it read or deleted it */
import { anomaly, doubtsAbout, verdictOf } from '../../src/checker/finding.ts';
import type { Anomaly, Checker, Verdict } from '../../src/contract.ts';
import type { History, Operation } from '../../src/history/history.ts';
import type { Parent, Visited } from './client.ts';

export const childrenStay: Checker = { name: 'children stay', perKey: false, check };

function check(history: History): Verdict {
  const visits = history.operations().filter(({ f, type }) => f === 'visit' && type === 'ok');
  const counts = { visits: visits.length };
  return verdictOf({
    anomalies: visits.flatMap(lost),
    counts,
    doubts: doubtsAbout(counts, ['visits']),
  });
}

function lost(op: Operation): readonly Anomaly[] {
  const { kind, id } = op.input as Parent;
  const { seen, taken } = op.output as Visited;
  if (seen !== 'NONODE' && taken !== 'NONODE') return [];
  const how = seen === 'NONODE' ? 'was read' : 'was deleted';
  return [
    anomaly(
      'lost-write',
      'a child stays until it is deleted, and so does the znode above it',
      `the child that process ${op.process} had created below ${kind} ${id} was not there when it ${how}`,
      op,
    ),
  ];
}
