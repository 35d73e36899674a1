/** A follower or an observer, from the election of its leader on: it finds the leader, accepts its epoch,
 *  takes over its history, and then logs and acknowledges what is proposed and applies what is committed.
 *  An observer is told what was committed, and acknowledges nothing. Requests of its clients that change
 *  something go to the leader. Sources: Learner.java, Follower.java, Observer.java. */
import type { NodeName } from '../../contract.ts';
import { dial } from './dial.ts';
import { INIT_TICKS, SYNC_TICKS, TICK_MS } from './membership.ts';
import type { FromLeader, FromLearner, Revalidation, Sync } from './messages.ts';
import type { ServerRoom } from './server-room.ts';
import type { End } from './stream.ts';
import type { Proposal } from './txn.ts';
import type { Part, Service, Upstream } from './upstream.ts';
import type { Write } from './write.ts';
import { showZxid } from './zxid.ts';

/** Until a leader that does not listen yet is tried again. */
const REDIAL_MS = 100;

export class Learner implements Part, Upstream {
  readonly #room: ServerRoom;
  readonly #leader: NodeName;
  #end: End<FromLearner, FromLeader> | undefined;
  /** Logged and not committed, in order. */
  readonly #pending: Proposal[] = [];
  /** Sessions heard of since the last ping. */
  readonly #touched: Set<bigint> = new Set();
  #service: Service | undefined;
  #connected = false;
  #silentTicks = 0;
  #stopped = false;

  constructor(room: ServerRoom, leader: NodeName) {
    this.#room = room;
    this.#leader = leader;
    this.#dial();
    this.#tickLater();
  }

  stop(): void {
    this.#stopped = true;
    this.#service?.stop();
    this.#end?.close();
  }

  request(write: Write): void {
    this.#send({ kind: 'request', write });
  }

  sync(sync: Sync): void {
    if (this.#room.switchboard.rules.syncAsksLeader) this.#send({ kind: 'sync', sync });
    else sync.done();
  }

  revalidate(revalidation: Revalidation): void {
    this.#send({ kind: 'revalidate', revalidation });
  }

  touch(session: bigint): void {
    this.#touched.add(session);
  }

  #send(message: FromLearner): void {
    this.#end?.send(message);
  }

  #dial(): void {
    const { switchboard, party, machine, disk } = this.#room;
    const address = { to: this.#leader, listeners: switchboard.learnerPorts };
    const end = dial<FromLearner, FromLeader>(switchboard, 'quorum', party, address);
    this.#end = end;
    end.onOpen = () => {
      this.#connected = true;
      end.send({
        kind: 'followerInfo',
        node: machine.name,
        acceptedEpoch: disk.acceptedEpoch,
      });
    };
    end.onMessage = message => {
      this.#silentTicks = 0;
      if (!this.#stopped) this.#hear(message);
    };
    end.onClose = () => this.#lost();
  }

  #lost(): void {
    if (this.#stopped) return;
    if (this.#connected) return this.#room.look(`${this.#leader} hung up`);
    this.#room.machine.after(REDIAL_MS, () => {
      if (!this.#stopped) this.#dial();
    });
  }

  #hear(message: FromLeader): void {
    const { db } = this.#room;
    switch (message.kind) {
      case 'leaderInfo':
        return this.#accept(message.epoch);
      case 'truncate':
        return db.truncate(message.zxid);
      case 'snapshot':
        return db.install(message.snapshot);
      case 'inform':
        db.log(message.proposal);
        return this.#apply(message.proposal);
      case 'newLeader':
        return this.#takeOver(message.epoch);
      case 'upToDate':
        this.#service = this.#room.serve(this);
        return;
      case 'proposal':
        return this.#log(message.proposal);
      case 'commit':
        return this.#commit(message.zxid);
      case 'synced':
        return message.sync.done();
      case 'revalidated':
        return message.revalidation.done(message.timeoutMs);
      case 'ping':
        this.#send({ kind: 'ping', sessions: [...this.#touched] });
        return this.#touched.clear();
    }
  }

  /** A promise to follow no leader of an earlier epoch. */
  #accept(epoch: number): void {
    const { disk, db } = this.#room;
    if (epoch < disk.acceptedEpoch)
      return this.#room.look(`epoch ${epoch} of ${this.#leader} is over`);
    disk.acceptedEpoch = epoch;
    this.#send({
      kind: 'ackEpoch',
      currentEpoch: disk.currentEpoch,
      lastZxid: db.lastLogged,
      snapshotZxid: disk.snapshot.zxid,
    });
  }

  /** The leader's history is here. It is on disk before the epoch is, and the epoch before the leader hears of it. */
  #takeOver(epoch: number): void {
    const { disk } = this.#room;
    disk.fsync(() => {
      disk.currentEpoch = epoch;
      this.#send({ kind: 'ackNewLeader' });
    });
  }

  #log(proposal: Proposal): void {
    const { db, disk } = this.#room;
    this.#pending.push(proposal);
    db.log(proposal);
    disk.fsync(() => this.#send({ kind: 'ack', zxid: proposal.zxid }));
  }

  #commit(zxid: number): void {
    const proposal = this.#pending.shift();
    if (proposal?.zxid !== zxid)
      return this.#room.look(
        `commit of ${showZxid(zxid)}, where ${proposal ? showZxid(proposal.zxid) : 'nothing'} was next`,
      );
    this.#apply(proposal);
  }

  #apply(proposal: Proposal): void {
    const applied = this.#room.db.apply(proposal);
    this.#service?.applied(proposal, applied);
    if (this.#service !== undefined) this.#room.db.saveWhenDue();
  }

  #tickLater(): void {
    this.#room.machine.after(TICK_MS, () => {
      if (this.#stopped) return;
      this.#silentTicks++;
      if (this.#silentTicks > (this.#service === undefined ? INIT_TICKS : SYNC_TICKS))
        this.#room.look(`${this.#leader} is silent`);
      else this.#tickLater();
    });
  }
}
