/** What a history shows of itself: whether it is whole, in order, and as long as the load should last. */
import type { History } from '../../history/history.ts';
import type { TestRecord } from '../../store/results.ts';
import type { Idle } from './idle-clients.ts';

/** Share of the time limit for which operations must be invoked. */
const LOAD_SHARE = 0.75;
const MS = 1e6;

/** Times ascend with the lines, and no index is missing. */
export function orderReasons(history: History): readonly string[] {
  let [lastNs, next] = [Number.NEGATIVE_INFINITY, 0];
  for (let at = 0; at < history.length; at++) {
    const { index, time } = history.event(at);
    if (index !== next)
      return [
        `event ${at} of the history has index ${index}, expected ${next}: events are missing`,
      ];
    if (time < lastNs)
      return [`event ${index} has a time ${lastNs - time} ns before that of the event above it`];
    [lastNs, next] = [time, index + 1];
  }
  return [];
}

/** Checks that operations are invoked until the time limit, or until all clients idle beyond it. A slow client may still
 *  wait for its last ones. */
export function loadReasons(
  history: History,
  { plan, ending }: TestRecord,
  idles: readonly Idle[],
): readonly string[] {
  if (ending !== 'complete') return [];
  const timeNs = plan.timeLimitMs * MS;
  const last = idles.find(
    ({ why, threads, fromNs, toNs }) =>
      why === 'idle' && threads.size === plan.concurrency && fromNs < timeNs && toNs >= timeNs,
  );
  const limitNs = last?.fromNs ?? timeNs;
  const slackNs = Math.max(limitNs * (1 - LOAD_SHARE), 2 * plan.operationTimeoutMs * MS);
  let lastNs = 0;
  for (const { callNs } of history.eachOutcome())
    if (callNs <= limitNs) lastNs = Math.max(lastNs, callNs);
  if (lastNs >= limitNs - slackNs) return [];
  return [
    `the load should last ${plan.timeLimitMs / 1000} s, but its last operation was invoked at ${(lastNs / 1e9).toFixed(1)} s`,
  ];
}
