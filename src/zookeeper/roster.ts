/** Which server to try next. */
import type { ServerAddress } from '../contract.ts';

export class Roster {
  #servers: readonly ServerAddress[];
  #next = 0;

  /** Throws a TypeError where there are none. */
  constructor(servers: readonly ServerAddress[]) {
    if (servers.length === 0)
      throw new TypeError('a session: expected at least one server, found none');
    this.#servers = servers;
  }

  get servers(): readonly ServerAddress[] {
    return this.#servers;
  }

  /** In the order of the list, over and over. */
  next(): ServerAddress {
    const server = this.#servers[this.#next];
    if (server === undefined) throw new RangeError('a session: the list of servers has a hole');
    this.#next = (this.#next + 1) % this.#servers.length;
    return server;
  }

  /** Continues from this server; if it is not in the list, it is the whole list from now on. */
  prefer(server: ServerAddress): void {
    const at = this.#servers.findIndex(({ node }) => node === server.node);
    if (at < 0) this.#servers = [server];
    this.#next = Math.max(0, at);
  }
}
