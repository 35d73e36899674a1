/** Broadcast: the leader numbers each change, proposes it to everybody, and commits it once a quorum has it
 *  in its logs, itself among them like any other. Commits go out in the order of the proposals, so that
 *  every server applies the same changes in the same order. Sources: Leader.propose, Leader.tryToCommit. */

import type { NodeName } from '../../contract.ts';
import { ContainerManager } from './container-manager.ts';
import { code } from './error-code.ts';
import type { LearnerLink } from './learner-link.ts';
import type { FromLearner, Revalidation, Sync } from './messages.ts';
import { Outstanding, type Pending, type Waiting } from './outstanding.ts';
import { prepare } from './prepare.ts';
import type { ServerRoom } from './server-room.ts';
import { SessionTracker } from './session-tracker.ts';
import type { State } from './state.ts';
import type { Proposal } from './txn.ts';
import type { Service, Upstream } from './upstream.ts';
import type { Write, WriteOp } from './write.ts';
import { zxidOf } from './zxid.ts';

export class Broadcast implements Upstream {
  readonly #room: ServerRoom;
  readonly #epoch: number;
  /** All learners; those that are in step or on the way get proposals. */
  readonly #links: ReadonlySet<LearnerLink>;
  readonly #outstanding: Outstanding = new Outstanding();
  readonly #sessions: SessionTracker;
  readonly #containers: ContainerManager = new ContainerManager();
  /** The state once everything proposed is committed. */
  readonly #ahead: State;
  #service: Service | undefined;
  #counter = 0;

  constructor(room: ServerRoom, epoch: number, links: ReadonlySet<LearnerLink>) {
    this.#room = room;
    this.#epoch = epoch;
    this.#links = links;
    this.#ahead = room.db.state.copy();
    const { machine, switchboard } = room;
    const now = (): number => switchboard.rules.sessionTime(machine.nowMs(), machine.wall.nowMs());
    this.#sessions = new SessionTracker(now, this.#ahead.sessions, switchboard.rules);
  }

  open(): void {
    this.#service = this.#room.serve(this);
  }

  stop(): void {
    this.#service?.stop();
  }

  /** A learner that joins now gets what is under way too. It may have taken back what it had acknowledged. */
  include(link: LearnerLink): void {
    if (link.node !== undefined) this.#outstanding.forget(link.node);
    if (this.#votes(link))
      for (const proposal of this.#outstanding.proposals())
        link.send({ kind: 'proposal', proposal });
  }

  hear(link: LearnerLink, message: FromLearner): void {
    switch (message.kind) {
      case 'ack':
        if (link.node !== undefined) this.#outstanding.ack(link.node, message.zxid);
        this.#commitWhatMayBe();
        return;
      case 'request':
        this.#request(message.write, link);
        return;
      case 'sync':
        this.#syncFor({
          sync: message.sync,
          tell: sync => link.send({ kind: 'synced', sync }),
        });
        return;
      case 'revalidate':
        this.#revalidateFor(link, message.revalidation);
        return;
      case 'ping':
        for (const session of message.sessions) this.touch(session);
        return;
      default:
        throw new Error(`leader ${this.#room.machine.name}: a ${message.kind} after the handshake`);
    }
  }

  request(write: Write): void {
    this.#request(write, this);
  }

  /** `owner` is where it came from: a learner, or the leader's own clients. */
  #request(write: Write, owner: object): void {
    const { rules } = this.#room.switchboard;
    const refusal = this.#check(write, owner);
    const served = refusal === code.ok || rules.servesEndedSessions;
    const op: WriteOp = served ? write.op : { kind: 'refused', code: refusal };
    if (op.kind === 'createSession') this.#sessions.add(write.session, op.timeoutMs, owner);
    if (op.kind === 'closeSession') this.#sessions.close(write.session);
    this.#propose(served ? write : { ...write, op }, write);
  }

  sync(sync: Sync): void {
    this.#syncFor({ sync, tell: ({ done }) => done() });
  }

  revalidate({ session, done }: Revalidation): void {
    done(this.#sessions.move(session, this));
  }

  touch(session: bigint): void {
    this.#sessions.touch(session);
  }

  /** Once a tick: closes sessions whose time is over, and removes znodes whose time is over. */
  tick(): void {
    const { db, machine, switchboard } = this.#room;
    const own = { owner: machine.name, ids: [] };
    for (const session of this.#sessions.expired()) {
      this.#sessions.close(session);
      this.#propose({ ...own, session, op: { kind: 'closeSession' } });
    }
    if (!switchboard.rules.ephemeralsStay)
      for (const path of this.#sessions.halfGone().flatMap(id => [...db.state.tree.ephemerals(id)]))
        this.#propose({ ...own, session: 0n, op: { kind: 'delete', path, version: -1 } });
    for (const path of this.#containers.due(db.state.tree, machine.wall.nowMs(), switchboard.rules))
      this.#propose({ ...own, session: 0n, op: { kind: 'deleteContainer', path } });
  }

  #check(write: Write, owner: object): number {
    const isNew = write.op.kind === 'createSession';
    return isNew ? code.ok : this.#sessions.check(write.session, owner);
  }

  /** `asked` is the request as it came, by which its server knows it again. */
  #propose(write: Write, asked: Write = write): void {
    const { machine, db, switchboard } = this.#room;
    const { rules } = switchboard;
    const zxid = zxidOf(this.#epoch, rules.counter(++this.#counter));
    const timeMs = machine.wall.nowMs();
    const ahead = rules.looksAhead ? this.#ahead : db.state.copy();
    const bench = { ahead, committed: db.state, rules, when: { zxid, timeMs, rules } };
    const txn = prepare(bench, write);
    const proposal: Proposal = { zxid, timeMs, write: asked, txn };
    const early = rules.appliesAt === 'proposal' ? db.apply(proposal) : undefined;
    this.#outstanding.add(proposal, early);
    if (early !== undefined && rules.answersAt === 'proposal')
      this.#service?.applied(proposal, early);
    for (const link of this.#links)
      if (this.#follows(link) && this.#votes(link)) link.send({ kind: 'proposal', proposal });
    db.log(proposal, () => this.#logged(proposal));
  }

  #logged({ zxid }: Proposal): void {
    this.#outstanding.ack(this.#room.machine.name, zxid);
    this.#commitWhatMayBe();
  }

  #commitWhatMayBe(): void {
    const { rules, membership } = this.#room.switchboard;
    const isEnough = (acks: ReadonlySet<NodeName>): boolean => rules.mayCommit(acks, membership);
    for (;;) {
      const committed = this.#outstanding.takeCommitted(isEnough);
      if (committed === undefined) return;
      this.#commit(committed);
    }
  }

  #commit({ proposal, syncs, early }: Pending): void {
    const { zxid } = proposal;
    const { db, switchboard } = this.#room;
    for (const link of this.#links) {
      if (!this.#follows(link)) continue;
      if (this.#votes(link)) link.send({ kind: 'commit', zxid });
      else link.send({ kind: 'inform', proposal });
    }
    const applied = early ?? db.apply(proposal);
    if (proposal.txn.kind === 'closeSession') this.#sessions.remove(proposal.txn.session);
    if (switchboard.rules.answersAt === 'commit') this.#service?.applied(proposal, applied);
    for (const { sync, tell } of syncs) tell(sync);
    db.saveWhenDue();
  }

  #syncFor(waiting: Waiting): void {
    const { rules } = this.#room.switchboard;
    if (!rules.syncWaits || !this.#outstanding.waitForLast(waiting)) waiting.tell(waiting.sync);
  }

  #revalidateFor(link: LearnerLink, revalidation: Revalidation): void {
    const timeoutMs = this.#sessions.move(revalidation.session, link);
    link.send({ kind: 'revalidated', revalidation, timeoutMs });
  }

  #follows(link: LearnerLink): boolean {
    return link.progress !== 'joining';
  }

  #votes({ node }: LearnerLink): boolean {
    const { rules, membership } = this.#room.switchboard;
    return node !== undefined && rules.hasVote(node, membership);
  }
}
