/** Which server to try next. */
import type { NodeName, ServerAddress } from '../contract.ts';

export class Roster {
  readonly servers: readonly ServerAddress[];
  #next = 0;

  /** Throws a TypeError where there are none. */
  constructor(servers: readonly ServerAddress[]) {
    if (servers.length === 0)
      throw new TypeError('a session: expected at least one server, found none');
    this.servers = servers;
  }

  /** In the order of the list, over and over. */
  next(): ServerAddress {
    const server = this.servers[this.#next % this.servers.length];
    if (server === undefined) throw new RangeError('a session: the list of servers has a hole');
    this.#next = (this.#next + 1) % this.servers.length;
    return server;
  }

  /** Goes on from this one. Throws a TypeError where it is not in the list. */
  prefer(node: NodeName): void {
    const at = this.servers.findIndex(server => server.node === node);
    if (at < 0) {
      const nodes = this.servers.map(server => server.node).join(', ');
      throw new TypeError(`a session: expected a node of ${nodes}, found ${node}`);
    }
    this.#next = at;
  }
}
