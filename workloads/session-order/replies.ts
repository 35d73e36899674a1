/** Checks whether the requests of a session that were sent together were answered in order. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf } from '../../src/checker/finding.ts';

import { type BurstRequest, textOf } from './story.ts';

/** Finds a mismatched reply. The client drops a server that answers so; one request of the burst shows it. */
export function garbled(requests: readonly BurstRequest[]): KnownAnomaly[] {
  const broken = requests.filter(({ error }) => error === 'RUNTIMEINCONSISTENCY');
  const first = broken.filter(({ op }, at) => op !== broken[at - 1]?.op);
  return first.map(request => ({
    type: 'mismatched-reply',
    promised: 'requests of a session are answered in the order in which they were sent',
    seen: `process ${request.op.process}: what came for ${textOf(request)} was the answer to another request, or none`,
    operations: indicesOf(request.op),
  }));
}

export function unanswered(requests: readonly BurstRequest[]): KnownAnomaly[] {
  return requests.flatMap((request, place) => {
    const before = requests[place - 1];
    if (before === undefined || before.op !== request.op) return [];
    if (!before.doubt || request.reply === undefined) return [];
    return {
      type: 'skipped-reply',
      promised: 'requests of a session are answered in the order in which they were sent',
      seen: `process ${request.op.process}: ${textOf(request)}, though ${textOf(before)}, sent before it, was not`,
      operations: indicesOf(request.op),
    };
  });
}
