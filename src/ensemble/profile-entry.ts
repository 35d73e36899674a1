/** The entry of a server's profile: what a file of the user's own exports for `--profile`. */
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
  /** The path of the configuration in the container, stored with the results. Default: /conf/zoo.cfg. */
  readonly configPath?: string;
  /** The environment of a node's container. Default: `usual`. */
  environment?(node: ProfileNode): Environment;
}

/** A node as its profile sees it. */
export interface ProfileNode {
  readonly self: Member;
  /** Every member of the ensemble, this one included. */
  readonly members: readonly Member[];
  /** The environment by which the official ZooKeeper image is configured. */
  readonly usual: Environment;
}
