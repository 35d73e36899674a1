/** A follower or an observer, from the election of its leader on: it finds the leader, accepts its epoch,
 *  takes over its history, and then logs and acknowledges what is proposed and applies what is committed.
 *  An observer receives what was committed, and acknowledges nothing. Requests of its clients that change
 *  something go to the leader. Sources: Learner.java, Follower.java, Observer.java. */
import type { NodeName } from '../../contract.ts';
import type { Applied } from './apply.ts';
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
  /** Proposed and not committed, in order. */
  readonly #pending: Pending[] = [];
  /** Sessions heard of since the last ping. */
  readonly #touched: Set<bigint> = new Set();
  #service: Service | undefined;
  #requests = 0;
  #syncs = 0;
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
    const times = this.#room.switchboard.rules.timesForwarded(++this.#requests);
    for (let time = 0; time < times; time++) this.#send({ kind: 'request', write });
  }

  sync(sync: Sync): void {
    const { rules } = this.#room.switchboard;
    if (rules.forgetsSync(++this.#syncs)) return;
    if (rules.syncAsksLeader) this.#send({ kind: 'sync', sync });
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
    const { switchboard, machine, disk } = this.#room;
    const end = switchboard.dial(this.#leader);
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
    if (this.#connected) {
      this.#room.look(`${this.#leader} hung up`);
      return;
    }
    this.#room.machine.after(REDIAL_MS, () => {
      if (!this.#stopped) this.#dial();
    });
  }

  #hear(message: FromLeader): void {
    const { db } = this.#room;
    switch (message.kind) {
      case 'leaderInfo':
        this.#accept(message.epoch);
        return;
      case 'truncate':
        db.truncate(message.zxid);
        return;
      case 'snapshot':
        db.install(message.snapshot);
        return;
      case 'inform':
        db.logHistory(message.proposal);
        this.#tell(message.proposal, db.apply(message.proposal));
        return;
      case 'newLeader':
        this.#takeOver(message.epoch);
        return;
      case 'upToDate':
        this.#service = this.#room.serve(this);
        return;
      case 'proposal':
        this.#log(message.proposal);
        return;
      case 'commit':
        this.#commit(message.zxid);
        return;
      case 'synced':
        message.sync.done();
        return;
      case 'revalidated':
        message.revalidation.done(message.timeoutMs);
        return;
      case 'ping':
        this.#send({ kind: 'ping', sessions: [...this.#touched] });
        this.#touched.clear();
        return;
    }
  }

  /** A promise to follow no leader of an earlier epoch. */
  #accept(epoch: number): void {
    const { disk, db } = this.#room;
    if (epoch < disk.acceptedEpoch) {
      this.#room.look(`epoch ${epoch} of ${this.#leader} is over`);
      return;
    }
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
    const { db, switchboard } = this.#room;
    const { rules } = switchboard;
    const early = rules.appliesAt === 'proposal' ? db.apply(proposal) : undefined;
    if (!rules.multiAtOnce && proposal.txn.kind === 'multi')
      for (const txn of proposal.txn.txns.slice(0, 1)) db.leak(txn, proposal);
    this.#pending.push({ proposal, early });
    db.log(proposal, () => this.#send({ kind: 'ack', zxid: proposal.zxid }));
    if (early !== undefined && rules.answersAt === 'proposal') this.#tell(proposal, early);
  }

  #commit(zxid: number): void {
    const { db, switchboard } = this.#room;
    const next = this.#pending.shift();
    if (next?.proposal.zxid !== zxid) {
      this.#room.look(outOfOrder(zxid, next?.proposal));
      return;
    }
    const applied = next.early ?? db.apply(next.proposal);
    if (switchboard.rules.answersAt === 'commit') this.#tell(next.proposal, applied);
  }

  #tell(proposal: Proposal, applied: Applied): void {
    if (this.#service === undefined) return;
    this.#service.applied(proposal, applied);
    this.#room.db.saveWhenDue();
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

/** A proposal, and what it did where it was applied before its commit. */
interface Pending {
  readonly proposal: Proposal;
  readonly early: Applied | undefined;
}

function outOfOrder(zxid: number, next: Proposal | undefined): string {
  const expected = next === undefined ? 'nothing' : showZxid(next.zxid);
  return `commit of ${showZxid(zxid)}, where ${expected} was next`;
}
