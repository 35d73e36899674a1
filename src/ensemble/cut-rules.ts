/** A grudge as the packet filter's rules of one node: pure text for `nft -f`.
 *
 *  Everything is in one table of our own, of both IP families, so that no rule of others is touched;
 *  loading it replaces what was cut before in one step. Established connections are cut too: the
 *  rules look at addresses and ports only. */
import type { NodeName, Peer, Ports } from '../contract.ts';
import { PORTS } from './member.ts';

/** The addresses of each member, of both families. */
export type Addresses = ReadonlyMap<NodeName, readonly string[]>;

const TABLE = 'inet zoobreak';

/** Rules under which a node drops what comes from `peers` on `ports`, counted in `dropped`. On a machine
 * that is not ours alone a port is `spared`, that of the controller's own connection, and clients are cut
 * off from nothing but the server. */
export function cutRules(
  peers: ReadonlySet<Peer>,
  ports: Ports,
  addresses: Addresses,
  spared?: number,
): string {
  const shared = spared !== undefined;
  const drops = [...peers].flatMap(peer =>
    sources(peer, addresses).flatMap(source =>
      portMatches(shared && peer === 'clients' ? 'client' : ports).map(
        match => `    ${source}${match} counter name dropped drop`,
      ),
    ),
  );
  return [
    ...reset,
    `table ${TABLE} {`,
    '  counter dropped { }',
    '  chain arriving {',
    '    type filter hook input priority -10; policy accept;',
    '    iif lo accept',
    '    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept', // as ARP passes for IPv4
    ...(!shared ? [] : ['dport', 'sport'].map(side => `    tcp ${side} ${spared} accept`)),
    ...drops,
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Deleting a table that is not there is an error: it is made first. */
const reset: readonly string[] = [`table ${TABLE}`, `delete table ${TABLE}`];

/** One match for each family that the peer has addresses of. 'clients' is everyone but the members. */
function sources(peer: Peer, addresses: Addresses): readonly string[] {
  if (peer !== 'clients') return familyMatches(addresses.get(peer) ?? [], '');
  const members = [...addresses.values()].flat();
  const [known, other] = [familyMatches(members, '!= '), families(members)];
  return other.includes('ip6') ? known : [...known, 'meta nfproto ipv6'];
}

function familyMatches(addresses: readonly string[], not: '' | '!= '): readonly string[] {
  return families(addresses).map(family => {
    const own = addresses.filter(address => familyOf(address) === family);
    return `${family} saddr ${not}{ ${own.join(', ')} }`;
  });
}

function families(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses.map(familyOf))];
}

function familyOf(address: string): 'ip' | 'ip6' {
  return address.includes(':') ? 'ip6' : 'ip';
}

/** Servers' connections may have been opened from either side: both directions are matched. */
function portMatches(ports: Ports): readonly string[] {
  switch (ports) {
    case 'all':
      return [''];
    case 'quorum':
      return eitherSide(`{ ${PORTS.sync}, ${PORTS.election} }`);
    case 'sync':
    case 'election':
      return eitherSide(String(PORTS[ports]));
    case 'client':
      return [` tcp dport ${PORTS.client}`];
  }
}

const eitherSide = (ports: string): readonly string[] => [
  ` tcp dport ${ports}`,
  ` tcp sport ${ports}`,
];
