/** An order in which requests in doubt find room. */
import type { Candidate } from './candidates.ts';
import type { Replaying } from './doubt.ts';
import { endOf, gapFor } from './gaps.ts';
import { scheduled } from './schedule.ts';

/** Sorts candidates; those of one connection, and those with equal bounds, keep their order. Leaves out those that are
 * possible nowhere. */
export function inRoom(
  replaying: Replaying,
  candidates: readonly Candidate[],
): readonly Candidate[] {
  const jobs = candidates.flatMap(what => {
    const from = gapFor(replaying, what, { after: 0, spare: 0, others: [] });
    return from === undefined ? [] : [{ what, from, end: endOf(replaying.doubt, what) }];
  });
  return scheduled(jobs, after => replaying.state.known.next(after)).order;
}
