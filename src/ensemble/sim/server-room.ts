/** What the parts of one server process share. */

import type { NodeName } from '../../contract.ts';
import type { Database } from './database.ts';
import type { Listeners } from './dial.ts';
import type { Disk } from './disk.ts';
import type { Machine } from './machine.ts';
import type { Membership } from './membership.ts';
import type { FromLeader, FromLearner, Notification } from './messages.ts';
import type { Rules } from './rules.ts';
import type { Party, Wires } from './stream.ts';
import type { Service, Upstream } from './upstream.ts';

/** What all servers of an ensemble share. */
export interface Switchboard extends Wires {
  readonly membership: Membership;
  readonly rules: Rules;
  readonly learnerPorts: Listeners<FromLearner, FromLeader>;
  readonly clientPorts: Listeners<Uint8Array, Uint8Array>;
  /** Tells another server, unless the packet is lost. */
  notify(to: NodeName, notification: Notification): void;
}

export interface ServerRoom {
  readonly switchboard: Switchboard;
  readonly machine: Machine;
  /** This process, as one end of connections. */
  readonly party: Party;
  readonly disk: Disk;
  readonly db: Database;
  /** A line of the server's log. */
  say(message: string): void;
  /** Opens for clients. */
  serve(upstream: Upstream): Service;
  /** Gives up the part and looks for a leader. */
  look(why: string): void;
}
