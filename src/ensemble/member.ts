/** The members of an ensemble and the ports they use, as every target lays them out. */
import type { NodeName } from '../contract.ts';

/** One server as the others know it. */
export interface Member {
  readonly name: NodeName;
  /** ZooKeeper's server number, from 1. */
  readonly id: number;
  /** Where the other servers reach it. */
  readonly host: string;
  readonly observer: boolean;
}

/** The ports of ZooKeeper: clients, followers of the leader, leader election. */
export const PORTS = { client: 2181, sync: 2888, election: 3888 } as const;

/** `n1` to `nN`, voters first. */
export function names(
  voters: number,
  observers: number,
): readonly { readonly name: NodeName; readonly id: number; readonly observer: boolean }[] {
  return Array.from({ length: voters + observers }, (_, index) => ({
    name: `n${index + 1}` as NodeName,
    id: index + 1,
    observer: index >= voters,
  }));
}

/** The names of the members in a reply to the four-letter word `conf`. */
export function membersIn(reply: string): readonly NodeName[] {
  const ids = [...reply.matchAll(/^server\.(\d+)=/gm)].map(([, id]) => Number(id));
  return [...new Set(ids)].sort((a, b) => a - b).map(id => `n${id}` as NodeName);
}
