/** Half of the clients see one server only, the others roam over all and are moved. */
import type { ClientPlace, ServerAddress } from '../contract.ts';
import type { Random } from '../random.ts';

/** Tests whether a thread roams: the odd ones do, regardless of the run's option. */
export function roams(thread: number | 'nemesis'): boolean {
  return thread !== 'nemesis' && thread % 2 === 1;
}

/** Returns the context of a process among `concurrency` threads. */
export function homeOf(place: ClientPlace, concurrency: number): ClientPlace {
  const servers = roams(place.process % concurrency)
    ? place.everyServer
    : place.servers.slice(0, 1);
  return { ...place, servers };
}

/** Where to move a session; another server than that, where there is one. */
export function elsewhere(
  servers: readonly ServerAddress[],
  node: string | undefined,
  random: Random,
): ServerAddress {
  const others = servers.filter(server => server.node !== node);
  return random.pick(others.length > 0 ? others : servers);
}
