/** The client port of a server. While the server is out of step, clients are hung up on and four letters are answered. */
import type { Role } from '../../contract.ts';
import { connectRequest } from '../../zookeeper/connect-records.ts';
import { JuteReader } from '../../zookeeper/jute-reader.ts';
import { Caller } from './caller.ts';
import { ClientService, type ServiceRoom } from './client-service.ts';
import { answerWord } from './four-letter-words.ts';
import type { End } from './stream.ts';
import type { Service, Upstream } from './upstream.ts';

interface DoorRoom extends ServiceRoom {
  readonly answersWords: boolean;
  role(): Role;
}

export class FrontDoor {
  readonly #room: DoorRoom;
  #service: ClientService | undefined;

  constructor(room: DoorRoom) {
    this.#room = room;
    room.switchboard.clientPort.open(end => this.#accept(end));
  }

  get isServing(): boolean {
    return this.#service !== undefined;
  }

  /** Opens for clients. */
  serve(upstream: Upstream): Service {
    const service = new ClientService(this.#room, upstream);
    this.#service = service;
    return {
      applied: (proposal, applied) => service.applied(proposal, applied),
      stop: () => {
        service.stop();
        this.#service = undefined;
      },
    };
  }

  #accept(end: End<Uint8Array, Uint8Array>): void {
    const events = {
      frame: (frame: Uint8Array) => this.#frame(caller, frame),
      word: (word: string) => this.#word(caller, word),
      closed: () => this.#service?.left(caller),
    };
    const caller: Caller = new Caller(end, events, this.#room.switchboard.rules);
  }

  #frame(caller: Caller, frame: Uint8Array): void {
    if (this.#service === undefined) {
      caller.close();
      return;
    }
    if (caller.established) this.#service.frame(caller, frame);
    else if (caller.session === 0n)
      this.#service.connect(caller, connectRequest.read(new JuteReader(frame)));
    else caller.close();
  }

  #word(caller: Caller, word: string): void {
    const { db, role, answersWords } = this.#room;
    if (!answersWords) {
      caller.close();
      return;
    }
    const answer = answerWord(word, {
      role: role(),
      zxid: db.lastApplied,
      connections: this.#service?.connections ?? 0,
      watches: this.#service?.watches ?? 0,
      znodes: db.state.tree.size,
    });
    caller.send(Buffer.from(answer));
    caller.close();
  }
}
