/** When clients resumed their sessions at other servers, if they were moved as the nemesis reported: `did` is
 * {'move-client': {thread: node it left}}. */
import type { History } from '../../history/history.ts';
import { isVerified, nemesisOperations, reportIn } from '../../history/nemesis-operations.ts';
import { seconds } from './clients.ts';
import { fieldsOf } from './reports.ts';

export interface Move {
  readonly threads: ReadonlySet<number>;
  readonly fromNs: number;
  readonly toNs: number;
  /** Whether one of the threads was seen to resume a session in that time. */
  isSeen: boolean;
}

export function movesOf(history: History): Move[] {
  return nemesisOperations(history.nemesis)
    .filter(isVerified)
    .map(({ event, callNs, returnNs }) => {
      const moved = fieldsOf(fieldsOf(reportIn(event).did)['move-client']);
      const threads = new Set(Object.keys(moved).map(Number));
      return { threads, fromNs: callNs, toNs: returnNs, isSeen: false };
    })
    .filter(({ threads }) => threads.size > 0);
}

export const isUnseen = ({ isSeen }: Move): boolean => !isSeen;

export function moveText({ threads, fromNs, toNs }: Move): string {
  return `client threads ${[...threads].join(', ')}, which were reported as moved, resumed no session from ${seconds(fromNs)} to ${seconds(toNs)}`;
}
