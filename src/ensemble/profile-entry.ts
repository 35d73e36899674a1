/** The entry of a server's profile: what a file of the user's own exports for `--profile`. */
import type { FaultKind, Skipped } from '../contract.ts';
import type { Member } from './member.ts';
import type { Readiness, RoleSource } from './readiness.ts';

export type Environment = Readonly<Record<string, string>>;

/** The profile of a server of the user's own: `--profile FILE`. */
export interface ProfileEntry {
  readonly name: string;
  /** One sentence for users. */
  readonly doc: string;
  /** The image with its tag; `--server` may name another one. */
  readonly image: string;
  /** The container's command. Default: the image's own. */
  readonly command?: readonly string[] | ((node: ProfileNode) => readonly string[]);
  /** How a server is found ready. Default: `srvr`. */
  readonly readiness?: Readiness;
  /** How its role is read. Default: by `srvr` where that is its readiness, else `none`. */
  readonly role?: RoleSource;
  /** Features that it has not, and `observers` where every server votes: what needs them is left out, or refused. */
  readonly lacks?: readonly Skipped[];
  /** Faults that would show nothing of it: nemeses that need them are refused. */
  readonly cannot?: readonly { readonly fault: FaultKind; readonly why: string }[];
  /** The source of its promise that plain reads are linearizable. Default: they are not promised to be. */
  readonly linearizableReads?: string;
  /** The server's times, where they are not those that zoobreak configures a ZooKeeper with. */
  readonly limits?: Partial<ServerLimits>;
  /** The path of the configuration in the container, stored with the results. Default: /conf/zoo.cfg. */
  readonly configPath?: string;
  /** The environment of a node's container. Default: `usual`. */
  environment?(node: ProfileNode): Environment;
  /** Files that are put into a node's container before it starts, by their paths. Default: none. */
  files?(node: ProfileNode): Readonly<Record<string, string>>;
}

/** A server's times in ms, by which checkers judge its sessions and containers. */
export interface ServerLimits {
  readonly tickMs: number;
  /** Between two searches for containers and TTL znodes to remove. */
  readonly containerCheckMs: number;
  /** The shortest and the longest timeout that a session gets. */
  readonly minSessionMs: number;
  readonly maxSessionMs: number;
}

/** A node as its profile sees it. */
export interface ProfileNode {
  readonly self: Member;
  /** Every member of the ensemble, this one included. */
  readonly members: readonly Member[];
  /** The environment by which the official ZooKeeper image is configured. */
  readonly usual: Environment;
}
