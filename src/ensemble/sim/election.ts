/** One election: servers tell each other their votes until a quorum of them puts forward the same one.
 *
 *  A vote for a longer history wins: by the epoch of its leader, then by its last transaction, then by the
 *  server's number. A server that receives a better vote adopts it and sends it to all. When a quorum agrees
 *  and no better vote arrives for a while, the election is decided. A server that comes late learns the
 *  result from those that have decided already. Source: FastLeaderElection.java. */
import type { Timer } from '../../clock.ts';
import type { NodeName } from '../../contract.ts';
import type { Membership } from './membership.ts';
import type { Notification, Vote } from './messages.ts';
import type { Rules } from './rules.ts';

/** A better vote than the agreed one has this long to arrive. */
const FINALIZE_MS = 200;
/** Votes are sent again after this long, then twice as long, up to the last. */
const FIRST_RETELL_MS = 200;
const LAST_RETELL_MS = 1_000;

interface ElectionRoom {
  readonly self: NodeName;
  readonly membership: Membership;
  readonly rules: Rules;
  after(delayMs: number, callback: () => void): Timer;
  /** Tells one server, or all. */
  tell(vote: Vote, round: number, to?: NodeName): void;
  /** Called once. */
  decided(vote: Vote, round: number): void;
}

export class Election {
  readonly #room: ElectionRoom;
  readonly #own: Vote;
  #vote: Vote;
  #round: number;
  /** What others put forward in this round. */
  readonly #votes: Map<NodeName, Vote> = new Map();
  /** What servers say that follow or lead already. */
  readonly #settled: Map<NodeName, Notification> = new Map();
  #finalizing: Timer | undefined;
  #retelling: Timer | undefined;
  #retellMs = FIRST_RETELL_MS;
  #over = false;

  constructor(room: ElectionRoom, own: Vote, round: number) {
    this.#room = room;
    this.#own = own;
    this.#vote = own;
    this.#round = round;
    this.#votes.set(room.self, own);
    this.#tell();
    this.#retellLater();
    this.#count();
  }

  get vote(): Vote {
    return this.#vote;
  }

  get round(): number {
    return this.#round;
  }

  hear(notification: Notification): void {
    if (this.#over) return;
    if (notification.state === 'looking') this.#hearLooking(notification);
    else if (notification.state !== 'observing') this.#hearSettled(notification);
  }

  stop(): void {
    this.#over = true;
    this.#finalizing?.cancel();
    this.#retelling?.cancel();
  }

  #hearLooking({ from, vote, round }: Notification): void {
    if (round < this.#round || !this.#hasVote(from)) {
      this.#answer(from);
      return;
    }
    if (round > this.#round) this.#join(round, vote);
    else if (this.#isBetter(vote, this.#vote)) this.#change(vote);
    this.#votes.set(from, vote);
    this.#count();
  }

  /** Tells somebody who is behind. Those without a vote have nothing to tell. */
  #answer(to: NodeName): void {
    if (this.#hasVote(this.#room.self)) this.#room.tell(this.#vote, this.#round, to);
  }

  /** Joins a leader that a quorum supports: its followers, and servers that vote for it in the same round. */
  #hearSettled(notification: Notification): void {
    const { from, vote, round } = notification;
    this.#settled.set(from, notification);
    if (round === this.#round) this.#votes.set(from, vote);
    if (this.#settled.get(vote.leader)?.state !== 'leading') return;
    const followers = [...this.#settled.values()].filter(
      other => other.vote.leader === vote.leader,
    );
    if (this.#isQuorum(followers.map(other => other.from)) || this.#isQuorum(this.#votersFor(vote)))
      this.#decide(vote, round);
  }

  /** Others are in a later round: what was heard before counts no more. */
  #join(round: number, vote: Vote): void {
    this.#round = round;
    this.#votes.clear();
    this.#change(this.#isBetter(vote, this.#own) ? vote : this.#own);
  }

  #change(vote: Vote): void {
    this.#vote = vote;
    this.#votes.set(this.#room.self, vote);
    this.#finalizing?.cancel();
    this.#finalizing = undefined;
    this.#tell();
  }

  #count(): void {
    if (this.#finalizing !== undefined || !this.#isQuorum(this.#votersFor(this.#vote))) return;
    const { after } = this.#room;
    this.#finalizing = after(FINALIZE_MS, () => this.#decide(this.#vote, this.#round));
  }

  #votersFor(wanted: Vote): readonly NodeName[] {
    return [...this.#votes].filter(([, vote]) => isSame(vote, wanted)).map(([name]) => name);
  }

  #hasVote(node: NodeName): boolean {
    return this.#room.rules.hasVote(node, this.#room.membership);
  }

  #isQuorum(names: readonly NodeName[]): boolean {
    return this.#room.rules.isQuorum(new Set(names), this.#room.membership);
  }

  #decide(vote: Vote, round: number): void {
    this.stop();
    this.#room.decided(vote, round);
  }

  #tell(): void {
    this.#room.tell(this.#vote, this.#round);
  }

  #retellLater(): void {
    this.#retelling = this.#room.after(this.#retellMs, () => {
      this.#retellMs = Math.min(2 * this.#retellMs, LAST_RETELL_MS);
      this.#tell();
      this.#retellLater();
    });
  }

  #isBetter(left: Vote, right: Vote): boolean {
    return this.#room.rules.isBetter(left, right, this.#room.membership);
  }
}

function isSame(left: Vote, right: Vote): boolean {
  return left.leader === right.leader && left.epoch === right.epoch && left.zxid === right.zxid;
}
