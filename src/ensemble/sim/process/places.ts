/** Where the servers of a model ensemble listen, as `--servers` lists them. */
import type { NodeName } from '../../../contract.ts';
import type { Membership } from '../membership.ts';

export interface Place {
  readonly name: NodeName;
  /** A name or an address; IPv6 without brackets. */
  readonly host: string;
  /** Where a leader listens for learners, and every server for votes. */
  readonly syncPort: number;
  readonly electionPort: number;
  readonly isObserver: boolean;
}

/** Completes "expected". */
export const SERVERS_SYNTAX = 'HOST:SYNC:ELECTION, with :observer where it has no vote';

const SYNTAX = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5}):(\d{1,5})(:observer)?$/;

/** Returns the servers in the order of their ids: n1 is the first.
 * @throws {RangeError} with what does not fit `SERVERS_SYNTAX`. */
export function placesIn(list: readonly string[]): readonly Place[] {
  return list.map((text, at) => {
    const [, six, host = six, sync, election, observer] = SYNTAX.exec(text) ?? [];
    if (host === undefined) throw new RangeError(text);
    return {
      name: `n${at + 1}` as NodeName,
      host,
      syncPort: Number(sync),
      electionPort: Number(election),
      isObserver: observer !== undefined,
    };
  });
}

export function membershipOf(places: readonly Place[]): Membership {
  const named = (isObserver: boolean): readonly NodeName[] =>
    places.filter(place => place.isObserver === isObserver).map(({ name }) => name);
  return { voters: named(false), observers: named(true) };
}
