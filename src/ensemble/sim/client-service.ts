/** Serves the clients of one server for as long as it is in step with a leader: gives and takes over
 *  sessions, answers reads itself, passes on what changes something, and tells each client of its own
 *  changes and of what it watches. Sources: ZooKeeperServer.java, CommitProcessor.java, FinalRequestProcessor.java. */
import { type ConnectRequest, connectResponse } from '../../zookeeper/connect-records.ts';
import { requestHeader } from '../../zookeeper/header-records.ts';
import { JuteReader } from '../../zookeeper/jute-reader.ts';
import { JuteWriter } from '../../zookeeper/jute-writer.ts';
import { opcodes } from '../../zookeeper/opcodes.ts';
import { type AuthPacket, authPacket, pathOnly } from '../../zookeeper/request-records.ts';
import { digestId } from './acl.ts';
import type { Applied, Result } from './apply.ts';
import type { Caller } from './caller.ts';
import type { Change } from './change.ts';
import { clientRead, type Look } from './client-reads.ts';
import { type ClientWrite, clientWrite } from './client-writes.ts';
import type { Database } from './database.ts';
import { code } from './error-code.ts';
import type { Host } from './host.ts';
import { idOf, MAX_SESSION_MS, MIN_SESSION_MS } from './membership.ts';
import { fail, type Reply, succeed } from './reply.ts';
import type { Rules } from './rules.ts';
import type { Switchboard } from './server-room.ts';
import { isPassword, newSessionId, passwordOf } from './session-identity.ts';
import { watchesAgain } from './set-watches.ts';
import type { Proposal } from './txn.ts';
import type { Service, Upstream } from './upstream.ts';
import { WatchTable } from './watch-table.ts';
import type { Write } from './write.ts';

export interface ServiceRoom {
  readonly switchboard: Switchboard;
  readonly machine: Host;
  readonly db: Database;
}

export class ClientService implements Service {
  readonly #room: ServiceRoom;
  readonly #upstream: Upstream;
  readonly #watches: WatchTable;
  readonly #callers: Set<Caller> = new Set();
  /** Where each session is served. */
  readonly #sessions: Map<bigint, Caller> = new Map();
  /** Who waits for which change. */
  readonly #asked: Map<Write, (result: Result, zxid: number) => void> = new Map();
  #sessionsGiven = 0;
  #stopped = false;

  constructor(room: ServiceRoom, upstream: Upstream) {
    this.#room = room;
    this.#upstream = upstream;
    this.#watches = new WatchTable(room.switchboard.rules);
  }

  get #rules(): Rules {
    return this.#room.switchboard.rules;
  }

  get connections(): number {
    return this.#callers.size;
  }

  get watches(): number {
    return this.#watches.size;
  }

  stop(): void {
    this.#stopped = true;
    for (const caller of [...this.#callers]) caller.close();
  }

  /** A change is committed and applied here: watches fire first, then the client that requested it is answered. */
  applied(proposal: Proposal, { result, changes }: Applied): void {
    const { zxid, txn, write } = proposal;
    this.#fire(this.#rules.changesTold(changes, txn.kind), zxid);
    const done = this.#asked.get(write);
    if (done !== undefined) {
      this.#asked.delete(write);
      done(result, zxid);
    }
    if (txn.kind === 'closeSession') this.#end(txn.session);
  }

  #fire(changes: readonly Change[], zxid: number): void {
    const { watchDelayMs } = this.#room.switchboard.rules;
    if (watchDelayMs > 0)
      this.#room.machine.after(watchDelayMs, () => this.#changed(changes, zxid));
    else this.#changed(changes, zxid);
  }

  #changed(changes: readonly Change[], zxid: number): void {
    for (const change of changes) this.#watches.changed(change, zxid);
  }

  /** The first frame of a connection. */
  connect(caller: Caller, request: ConnectRequest): void {
    this.#callers.add(caller);
    if (request.sessionId === 0n) this.#give(caller, request.timeOut);
    else this.#takeOver(caller, request);
  }

  frame(caller: Caller, frame: Uint8Array): void {
    const from = new JuteReader(frame);
    const { xid, type } = requestHeader.read(from);
    if (this.#rules.renews(type)) this.#upstream.touch(caller.session);
    if (type === opcodes.ping) {
      caller.reply(xid, succeed(), this.#room.db.lastApplied);
      return;
    }
    if (type === opcodes.sync) {
      this.#sync(caller, xid, pathOnly.read(from).path);
      return;
    }
    if (type === opcodes.auth) {
      this.#authenticate(caller, xid, authPacket.read(from));
      return;
    }
    const look = lookOf(type, from);
    if (look !== undefined) {
      this.#look(caller, xid, look);
      return;
    }
    const write = clientWrite(type, from);
    if (write !== undefined) {
      this.#write(caller, xid, write);
      return;
    }
    caller.reply(xid, fail(code.unimplemented), this.#room.db.lastApplied);
    caller.close();
  }

  /** The connection is gone; its session remains until it expires or moves. */
  left(caller: Caller): void {
    this.#callers.delete(caller);
    this.#watches.forget(caller);
    if (this.#sessions.get(caller.session) === caller) this.#sessions.delete(caller.session);
  }

  /** Answered at once, with no zxid; a client whose scheme is unknown is hung up on.
   *  Source: ZooKeeperServer.processPacket. */
  #authenticate(caller: Caller, xid: number, { scheme, auth }: AuthPacket): void {
    if (scheme === 'digest') caller.identify(digestId(Buffer.from(auth).toString('utf8')));
    const isKnown = scheme === 'digest' || scheme === 'ip' || !this.#rules.refusesUnknownScheme;
    caller.reply(xid, isKnown ? succeed() : fail(code.authFailed), 0);
    if (!isKnown) caller.close();
  }

  #look(caller: Caller, xid: number, look: Look): void {
    const { db, switchboard, machine } = this.#room;
    const { ids } = caller;
    const answer = (): { readonly reply: Reply; readonly zxid: number } => {
      const { tree } = db.state;
      const { session } = caller;
      const [rules, watches] = [switchboard.rules, this.#watches];
      const later = (delayMs: number, act: () => void): void => void machine.after(delayMs, act);
      const reply = look({ tree, rules, watches, watcher: caller, session, ids, later });
      return { reply, zxid: rules.zxidOfRead(db.lastApplied) };
    };
    const { readsWait } = switchboard.rules;
    const now = readsWait ? undefined : answer();
    caller.enqueue({ xid, isReady: () => true, answer: () => now ?? answer() });
  }

  #sync(caller: Caller, xid: number, path: string): void {
    const asked = this.#room.db.lastApplied;
    let done = false;
    caller.enqueue({
      xid,
      isReady: () => done,
      answer: () => ({
        reply: succeed(to => pathOnly.write(to, { path: this.#rules.syncedPath(path) })),
        zxid: this.#rules.zxidOfSync(asked, this.#room.db.lastApplied),
      }),
    });
    this.#upstream.sync({
      done: () => {
        done = true;
        caller.advance();
      },
    });
  }

  #write(caller: Caller, xid: number, { op, reply }: ClientWrite): void {
    let answer: { readonly reply: Reply; readonly zxid: number } | undefined;
    caller.enqueue({
      xid,
      isReady: () => answer !== undefined,
      answer: () => answer ?? { reply: fail(code.runtimeInconsistency), zxid: 0 },
    });
    const { machine } = this.#room;
    this.#ask(
      { session: caller.session, owner: machine.name, op, ids: caller.ids },
      (result, zxid) => {
        if (result.err === code.sessionMoved) return caller.close();
        answer = { reply: reply(result), zxid: this.#rules.zxidOfWrite(zxid) };
        caller.advance();
      },
    );
  }

  #ask(write: Write, done: (result: Result, zxid: number) => void): void {
    this.#asked.set(write, done);
    this.#upstream.request(write);
  }

  #give(caller: Caller, wantedMs: number): void {
    const { machine, switchboard } = this.#room;
    const timeoutMs = Math.min(Math.max(wantedMs, MIN_SESSION_MS), MAX_SESSION_MS);
    const server = idOf(machine.name, switchboard.membership);
    const count = this.#sessionsGiven++;
    if (!switchboard.rules.opensSession(count)) return;
    const fresh = newSessionId(server, machine.clock.nowNs(), count);
    const session = switchboard.rules.sessionGiven(fresh, count);
    caller.session = session;
    const op = { kind: 'createSession', timeoutMs } as const;
    this.#ask({ session, owner: machine.name, op, ids: [] }, () =>
      this.#establish(caller, timeoutMs),
    );
  }

  /** A session comes from elsewhere. It may not see less here than it has seen there. */
  #takeOver(caller: Caller, { sessionId: session, passwd, lastZxidSeen }: ConnectRequest): void {
    const { db, switchboard } = this.#room;
    const { asksBeforeTakeover } = switchboard.rules;
    const known = asksBeforeTakeover ? undefined : db.state.sessions.get(session);
    caller.session = session;
    if (asksBeforeTakeover && Number(lastZxidSeen) > db.lastApplied) caller.close();
    else if (!this.#admits(session, passwd)) this.#refuseImpostor(caller);
    else if (known !== undefined) this.#establish(caller, known);
    else
      this.#upstream.revalidate({
        session,
        done: timeoutMs => {
          if (timeoutMs === undefined) this.#refuse(caller);
          else this.#establish(caller, timeoutMs);
        },
      });
  }

  #admits(session: bigint, password: Uint8Array): boolean {
    return this.#rules.passes(isPassword(session, password, this.#rules.passwordBytes));
  }

  #establish(caller: Caller, timeoutMs: number): void {
    if (caller.closed || this.#stopped) return;
    if (this.#rules.hangsUpMoved) this.#sessions.get(caller.session)?.close();
    this.#sessions.set(caller.session, caller);
    caller.established = true;
    this.#answerConnect(caller, this.#rules.timeoutTold(timeoutMs), caller.session);
  }

  /** Refuses a client with a wrong password, and closes the connection that the session has here all the same.
   *  Source: ZooKeeperServer.processConnectRequest. */
  #refuseImpostor(caller: Caller): void {
    this.#sessions.get(caller.session)?.close();
    this.#refuse(caller);
  }

  /** There is no such session any more. */
  #refuse(caller: Caller): void {
    this.#answerConnect(caller, 0, 0n);
    caller.close();
  }

  #answerConnect(caller: Caller, timeOut: number, sessionId: bigint): void {
    const writer = new JuteWriter();
    const passwd = sessionId === 0n ? new Uint8Array(16) : passwordOf(sessionId);
    connectResponse.write(writer, {
      protocolVersion: 0,
      timeOut,
      sessionId,
      passwd,
      readOnly: false,
    });
    caller.send(writer.takeFrame());
  }

  /** Closed by its client or expired. */
  #end(session: bigint): void {
    if (!this.#rules.hangsUpEnded) return;
    this.#sessions.get(session)?.close();
  }
}

function lookOf(type: number, from: JuteReader): Look | undefined {
  return type === opcodes.setWatches || type === opcodes.setWatches2
    ? watchesAgain(type, from)
    : clientRead(type, from);
}
