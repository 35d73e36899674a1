/** A leader, from its election on.
 *
 *  Discovery: a quorum says which epochs it has accepted; the leader takes a later one, and the quorum
 *  accepts it. From then on no older leader can have anything committed.
 *  Synchronisation: every learner is brought to the leader's history, which NEWLEADER ends. Once a
 *  quorum has that history on disk, all of it is committed, and the leader opens for clients.
 *  Broadcast: see broadcast.ts.
 *  A leader that a quorum no longer answers gives up. Sources: Leader.java, LearnerHandler.java; Junqueira,
 *  Reed and Serafini, Zab: High-performance broadcast for primary-backup systems, DSN 2011. */
import type { NodeName } from '../../contract.ts';
import { Broadcast } from './broadcast.ts';
import { type History, LearnerLink } from './learner-link.ts';
import { INIT_TICKS, TICK_MS } from './membership.ts';
import type { FromLeader, FromLearner } from './messages.ts';
import type { ServerRoom } from './server-room.ts';
import type { End } from './stream.ts';
import { syncPlan } from './sync-plan.ts';
import type { Part } from './upstream.ts';

export class Leader implements Part {
  readonly #room: ServerRoom;
  readonly #self: NodeName;
  readonly #links: Set<LearnerLink> = new Set();
  /** The epochs accepted before, of all who will follow. */
  readonly #accepted: Map<NodeName, number> = new Map();
  /** Settled once a quorum has said what it accepted. */
  #epoch: number | undefined;
  /** Who has accepted the new epoch, and who holds its history. */
  readonly #promised: Set<NodeName> = new Set();
  readonly #holders: Set<NodeName> = new Set();
  #broadcast: Broadcast | undefined;
  #ticks = 0;
  #stopped = false;

  constructor(room: ServerRoom) {
    this.#room = room;
    this.#self = room.machine.name;
    room.switchboard.learnerPort.open(end => this.#accept(end));
    this.#discover(this.#self, room.disk.acceptedEpoch);
    this.#tickLater();
  }

  stop(): void {
    this.#stopped = true;
    this.#room.switchboard.learnerPort.close();
    this.#broadcast?.stop();
    for (const link of this.#links) link.close();
    this.#links.clear();
  }

  #accept(end: End<FromLeader, FromLearner>): void {
    const link = new LearnerLink(end);
    this.#links.add(link);
    end.onMessage = message => {
      link.heard();
      if (!this.#stopped) this.#hear(link, message);
    };
    end.onClose = () => void this.#links.delete(link);
  }

  #hear(link: LearnerLink, message: FromLearner): void {
    switch (message.kind) {
      case 'followerInfo':
        link.node = message.node;
        this.#hearInfo(link, message.node, message.acceptedEpoch);
        return;
      case 'ackEpoch':
        this.#hearPromise(link, message);
        return;
      case 'ackNewLeader':
        this.#hearHolder(link);
        return;
      default:
        this.#broadcast?.hear(link, message);
    }
  }

  #hearInfo(link: LearnerLink, node: NodeName, acceptedEpoch: number): void {
    if (this.#epoch === undefined) {
      this.#discover(node, acceptedEpoch);
      return;
    }
    if (acceptedEpoch > this.#epoch) {
      this.#giveUp(`${node} follows epoch ${acceptedEpoch}`);
      return;
    }
    link.send({ kind: 'leaderInfo', epoch: this.#epoch });
  }

  /** One more will follow; a quorum of them settles the epoch. */
  #discover(node: NodeName, acceptedEpoch: number): void {
    this.#accepted.set(node, acceptedEpoch);
    if (!this.#isQuorum(this.#accepted.keys())) return;
    const epoch = this.#room.switchboard.rules.nextEpoch(Math.max(...this.#accepted.values()));
    this.#epoch = epoch;
    this.#room.disk.acceptedEpoch = epoch;
    this.#promised.add(this.#self);
    for (const link of this.#links)
      if (link.node !== undefined) link.send({ kind: 'leaderInfo', epoch });
    this.#takeOver();
  }

  /** A learner has accepted the epoch. Before a quorum has, nobody's history may be longer than the leader's. */
  #hearPromise(link: LearnerLink, history: History): void {
    if (link.node === undefined) {
      link.close();
      return;
    }
    link.history = history;
    if (this.#hasQuorumOf(this.#promised)) {
      this.#bringInStep(link, history);
      return;
    }
    if (this.#isAhead(link.node, history)) {
      this.#giveUp(`${link.node} has a longer history`);
      return;
    }
    this.#promised.add(link.node);
    this.#takeOver();
  }

  /** A quorum follows: from here the leader's history is that of the epoch. */
  #takeOver(): void {
    if (this.#epoch === undefined || !this.#hasQuorumOf(this.#promised)) return;
    this.#room.disk.currentEpoch = this.#epoch;
    this.#holders.add(this.#self);
    for (const link of this.#links)
      if (link.history !== undefined) this.#bringInStep(link, link.history);
    this.#openWhenHeld();
  }

  #bringInStep(link: LearnerLink, { lastZxid, snapshotZxid }: History): void {
    const { disk, db, switchboard } = this.#room;
    const committed = disk.log.filter(({ zxid }) => zxid <= db.lastApplied);
    const plan = syncPlan({
      base: disk.base,
      zxids: committed.map(({ zxid }) => zxid),
      learnerLast: lastZxid,
      learnerSnapshot: snapshotZxid,
    });
    this.#room.say(`${link.node} joins at ${lastZxid}: ${plan.kind}`);
    if (plan.kind === 'snapshot') link.send({ kind: 'snapshot', snapshot: db.snapshot() });
    else {
      if (plan.kind === 'truncate') link.send({ kind: 'truncate', zxid: plan.after });
      const lacking = committed.filter(({ zxid }) => zxid > plan.after);
      for (const proposal of switchboard.rules.toldHistory(lacking))
        link.send({ kind: 'inform', proposal });
    }
    link.send({ kind: 'newLeader', epoch: this.#epoch ?? 0 });
    link.progress = 'synchronising';
    this.#broadcast?.include(link);
  }

  /** A learner holds the history on disk. */
  #hearHolder(link: LearnerLink): void {
    if (link.node === undefined) {
      link.close();
      return;
    }
    link.progress = 'inStep';
    this.#holders.add(link.node);
    if (this.#broadcast !== undefined) link.send({ kind: 'upToDate' });
    else this.#openWhenHeld();
  }

  #openWhenHeld(): void {
    if (this.#epoch === undefined || !this.#hasQuorumOf(this.#holders)) return;
    this.#room.say(`leads epoch ${this.#epoch}`);
    const broadcast = new Broadcast(this.#room, this.#epoch, this.#links);
    this.#broadcast = broadcast;
    for (const link of this.#links) {
      if (link.progress === 'inStep') link.send({ kind: 'upToDate' });
    }
    broadcast.open();
  }

  #tickLater(): void {
    this.#room.machine.after(TICK_MS, () => {
      if (!this.#stopped) this.#tick();
      if (!this.#stopped) this.#tickLater();
    });
  }

  /** Once a tick: who is silent is dropped, and without a quorum the leader gives up. */
  #tick(): void {
    this.#ticks++;
    for (const link of this.#links) {
      link.send({ kind: 'ping' });
      if (!link.tick()) this.#drop(link);
    }
    if (this.#broadcast === undefined) {
      if (this.#ticks > INIT_TICKS) this.#giveUp('no quorum came in time');
    } else if (this.#hasLostQuorum()) this.#giveUp('lost its quorum');
    else this.#broadcast.tick();
  }

  #drop(link: LearnerLink): void {
    link.close();
    this.#links.delete(link);
  }

  #hasLostQuorum(): boolean {
    const inStep = [...this.#links].filter(link => link.progress === 'inStep');
    const names = inStep.flatMap(({ node }) => node ?? []);
    return !this.#isQuorum([this.#self, ...names]) && this.#room.switchboard.rules.stepsDown;
  }

  #isAhead(node: NodeName, { currentEpoch, lastZxid }: History): boolean {
    const { disk, db, switchboard } = this.#room;
    const own = { leader: node, epoch: disk.currentEpoch, zxid: db.lastLogged };
    const theirs = { leader: node, epoch: currentEpoch, zxid: lastZxid };
    const { membership, rules } = switchboard;
    return rules.hasVote(node, membership) && rules.isBetter(theirs, own, membership);
  }

  #hasQuorumOf(names: ReadonlySet<NodeName>): boolean {
    return this.#isQuorum(names);
  }

  #isQuorum(names: Iterable<NodeName>): boolean {
    const { rules, membership } = this.#room.switchboard;
    return rules.isQuorum(new Set(names), membership);
  }

  #giveUp(why: string): void {
    if (!this.#stopped) this.#room.look(why);
  }
}
