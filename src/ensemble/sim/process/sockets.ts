/** How a server process reaches the others and its clients: by TCP. */
import { connect, createServer, type ListenOptions, type Socket } from 'node:net';
import type { NodeName } from '../../../contract.ts';
import type { Notification } from '../messages.ts';
import type { Rules } from '../rules.ts';
import type { ListeningPort, Switchboard } from '../server-room.ts';
import { asBytes, type Framing } from './framing.ts';
import { leaderFraming, learnerFraming, votes } from './peer-messages.ts';
import { membershipOf, type Place } from './places.ts';
import { socketEnd } from './socket-end.ts';

/** A vote that has not left by then is lost. */
const VOTE_MS = 1_000;

export interface SocketsOptions {
  readonly self: Place;
  readonly places: readonly Place[];
  readonly clientPort: number;
  readonly rules: Rules;
}

export function socketSwitchboard({
  self,
  places,
  clientPort,
  rules,
}: SocketsOptions): Switchboard {
  const placeOf = (name: NodeName): Place => {
    const place = places.find(each => each.name === name);
    if (place === undefined) throw new RangeError(`expected a member, found ${name}`);
    return place;
  };
  return {
    membership: membershipOf(places),
    rules,
    learnerPort: listeningPort({ host: self.host, port: self.syncPort }, leaderFraming),
    clientPort: listeningPort({ port: clientPort }, () => asBytes),
    dial: leader => {
      const { host, syncPort: port } = placeOf(leader);
      return socketEnd(connect({ host, port }), learnerFraming());
    },
    notify: (to, notification) => sendVote(placeOf(to), notification),
  };
}

/** Listens for votes until the process ends. */
export function hearVotes({ host, electionPort }: Place, hear: (vote: Notification) => void): void {
  const port = listeningPort({ host, port: electionPort }, () => votes);
  port.open(end => {
    end.onMessage = vote => {
      end.close();
      hear(vote);
    };
  });
}

/** `framing` is made anew for each connection. */
function listeningPort<Out, In>(
  address: ListenOptions,
  framing: () => Framing<Out, In>,
): ListeningPort<Out, In> {
  let server: ReturnType<typeof createServer> | undefined;
  return {
    open: accept => {
      server = createServer(socket => accept(socketEnd(socket, framing())));
      server.listen(address);
    },
    close: () => {
      server?.close();
      server = undefined;
    },
  };
}

/** Each vote has a connection of its own: one that a cut has silenced delays no later vote. */
function sendVote({ host, electionPort: port }: Place, notification: Notification): void {
  const socket: Socket = connect({ host, port, timeout: VOTE_MS });
  socket.on('timeout', () => socket.destroy());
  // A lost vote is sent again.
  socket.on('error', () => {});
  socket.end(votes.encode(notification));
}
