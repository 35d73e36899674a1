/** One server process: it looks for a leader, leads or follows, and looks again when that ends. In every
 *  role it answers the votes of others. Source: QuorumPeer.java. */
import type { NodeName, Role } from '../../contract.ts';
import { Database } from './database.ts';
import { Election } from './election.ts';
import { FrontDoor } from './front-door.ts';
import type { Host } from './host.ts';
import { Leader } from './leader.ts';
import { Learner } from './learner.ts';
import type { Notification, PeerState, Vote } from './messages.ts';
import type { ServerRoom, Switchboard } from './server-room.ts';
import type { Storage } from './storage.ts';
import { treeDigest } from './tree-digest.ts';
import type { Part } from './upstream.ts';

interface ServerOptions {
  readonly switchboard: Switchboard;
  readonly machine: Host;
  readonly disk: Storage;
  /** Whether the client port answers four-letter words. */
  readonly answersWords: boolean;
  /** A line of the server's log. */
  readonly say: (message: string) => void;
}

export class Server {
  readonly #room: ServerRoom;
  readonly #door: FrontDoor;
  #state: PeerState = 'following';
  #election: Election | undefined;
  #part: Part | undefined;
  #vote: Vote | undefined;
  #round = 0;

  /** Starts it. */
  constructor({ switchboard, machine, disk, answersWords, say }: ServerOptions) {
    const db = new Database(disk, switchboard.rules, machine.name);
    const role = (): Role => this.role();
    const door = new FrontDoor({ switchboard, machine, db, answersWords, role });
    this.#door = door;
    this.#room = {
      switchboard,
      machine,
      disk,
      db,
      say,
      serve: upstream => door.serve(upstream),
      look: why => this.#look(why),
    };
    this.#look('started');
  }

  /** What it says it is: nothing while it does not serve clients. */
  role(): Role {
    if (!this.#door.isServing) return 'none';
    if (this.#room.switchboard.membership.voters.length === 1) return 'standalone';
    if (this.#state === 'leading') return 'leader';
    return this.#state === 'observing' ? 'observer' : 'follower';
  }

  /** The last transaction that it has applied. */
  get lastZxid(): bigint {
    return BigInt(this.#room.db.lastApplied);
  }

  /** The digest of its tree at its last zxid, as `hash` has it: the model keeps none of earlier ones. */
  digests(): string {
    const { state, lastApplied } = this.#room.db;
    return `${lastApplied.toString(16)}: ${treeDigest(state.tree)}\n`;
  }

  hear(notification: Notification): void {
    if (this.#state === 'looking') {
      this.#election?.hear(notification);
      return;
    }
    if (notification.state !== 'looking' || this.#vote === undefined) return;
    this.#room.switchboard.notify(notification.from, this.#notification(this.#vote, this.#round));
  }

  /** The process is gone. */
  die(): void {
    const { switchboard } = this.#room;
    switchboard.learnerPort.close();
    switchboard.clientPort.close();
  }

  /** What was logged counts from here on, committed or not: it must be on disk before it is put forward. */
  #look(why: string): void {
    if (this.#state === 'looking') return;
    const { disk, db, say } = this.#room;
    say(`looking: ${why}`);
    this.#state = 'looking';
    this.#part?.stop();
    this.#election = undefined;
    disk.fsync(() => {
      db.catchUp();
      this.#elect();
    });
  }

  #elect(): void {
    const { machine, switchboard } = this.#room;
    this.#election = new Election(
      {
        self: machine.name,
        membership: switchboard.membership,
        rules: switchboard.rules,
        after: (delayMs, callback) => machine.after(delayMs, callback),
        tell: (vote, round, to) => this.#tell(this.#notification(vote, round), to),
        decided: (vote, round) => this.#play(vote, round),
      },
      this.#ownVote(),
      this.#round + 1,
    );
  }

  /** An observer puts nobody forward. */
  #ownVote(): Vote {
    const { machine, disk, db, switchboard } = this.#room;
    const { rules, membership } = switchboard;
    const leader = machine.name;
    return rules.hasVote(leader, membership)
      ? { leader, epoch: disk.currentEpoch, zxid: db.lastLogged }
      : { leader, epoch: -1, zxid: -1 };
  }

  #play(vote: Vote, round: number): void {
    const { machine, say, switchboard } = this.#room;
    this.#vote = vote;
    this.#round = round;
    this.#election = undefined;
    say(`round ${round} elects ${vote.leader}`);
    const votes = switchboard.rules.hasVote(machine.name, switchboard.membership);
    if (vote.leader === machine.name) this.#state = 'leading';
    else this.#state = votes ? 'following' : 'observing';
    this.#part =
      vote.leader === machine.name ? new Leader(this.#room) : new Learner(this.#room, vote.leader);
  }

  #tell(notification: Notification, to: NodeName | undefined): void {
    const { membership, notify } = this.#room.switchboard;
    const others = to === undefined ? [...membership.voters, ...membership.observers] : [to];
    for (const other of others) if (other !== notification.from) notify(other, notification);
  }

  #notification(vote: Vote, round: number): Notification {
    return { from: this.#room.machine.name, state: this.#state, vote, round };
  }
}
