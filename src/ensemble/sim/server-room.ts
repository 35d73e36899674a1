/** What the parts of one server process share. */

import type { NodeName } from '../../contract.ts';
import type { Database } from './database.ts';
import type { Host } from './host.ts';
import type { Membership } from './membership.ts';
import type { FromLeader, FromLearner, Notification } from './messages.ts';
import type { Rules } from './rules.ts';
import type { Storage } from './storage.ts';
import type { End } from './stream.ts';
import type { Service, Upstream } from './upstream.ts';

/** The ensemble as one server process reaches it. */
export interface Switchboard {
  readonly membership: Membership;
  readonly rules: Rules;
  /** Open while the server leads. */
  readonly learnerPort: ListeningPort<FromLeader, FromLearner>;
  readonly clientPort: ListeningPort<Uint8Array, Uint8Array>;
  /** Connects to the learner port of a leader. */
  dial(leader: NodeName): End<FromLearner, FromLeader>;
  /** Tells another server, unless the packet is lost. */
  notify(to: NodeName, notification: Notification): void;
}

/** A port of this process. */
export interface ListeningPort<Out, In> {
  open(accept: (end: End<Out, In>) => void): void;
  close(): void;
}

export interface ServerRoom {
  readonly switchboard: Switchboard;
  readonly machine: Host;
  readonly disk: Storage;
  readonly db: Database;
  /** A line of the server's log. */
  say(message: string): void;
  /** Opens for clients. */
  serve(upstream: Upstream): Service;
  /** Gives up the part and looks for a leader. */
  look(why: string): void;
}
