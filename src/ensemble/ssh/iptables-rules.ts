/** A grudge as the rules of a host that has iptables and no nft: pure text for `iptables-restore -n`.
 *
 *  The rules are in a chain of our own, which the agent links to INPUT; naming it empties it, so that
 *  loading replaces what was cut before in one step. */
import type { Peer, Ports } from '../../contract.ts';
import type { Addresses } from '../cut-rules.ts';
import { PORTS } from '../member.ts';

type Family = 'IPv4' | 'IPv6';

/** Rules of one family, under which a host drops what comes from `peers` on `ports`. */
export function iptablesRules(
  family: Family,
  {
    peers,
    ports,
    addresses,
    spared,
  }: {
    readonly peers: ReadonlySet<Peer>;
    readonly ports: Ports;
    readonly addresses: Addresses;
    /** The port of ssh. */
    readonly spared: number;
  },
): string {
  const ours = new Map(
    [...addresses].map(([name, all]) => [name, all.filter(each => familyOf(each) === family)]),
  );
  const rules = [
    '-i lo -j RETURN',
    ...(family === 'IPv6' ? NEIGHBOURS : []),
    `-p tcp --dport ${spared} -j RETURN`,
    `-p tcp --sport ${spared} -j RETURN`,
    ...[...peers].flatMap(peer => dropsOf(peer, ports, ours)),
  ];
  return [
    '*filter',
    ':ZOOBREAK - [0:0]',
    ...rules.map(rule => `-A ZOOBREAK ${rule}`),
    'COMMIT',
    '',
  ].join('\n');
}

/** They find each other still, as by ARP in IPv4. */
const NEIGHBOURS: readonly string[] = ['neighbour-solicitation', 'neighbour-advertisement'].map(
  type => `-p icmpv6 --icmpv6-type ${type} -j RETURN`,
);

function familyOf(address: string): Family {
  return address.includes(':') ? 'IPv6' : 'IPv4';
}

/** 'clients' is everyone but the members, on the client port. */
function dropsOf(peer: Peer, ports: Ports, addresses: Addresses): readonly string[] {
  if (peer !== 'clients') {
    const own = addresses.get(peer) ?? [];
    return own.flatMap(source => matchesOf(ports).map(match => `-s ${source}${match} -j DROP`));
  }
  if (ports !== 'all' && ports !== 'client') return [];
  const client = `-p tcp --dport ${PORTS.client}`;
  const members = [...addresses.values()].flat();
  return [...members.map(member => `-s ${member} ${client} -j RETURN`), `${client} -j DROP`];
}

/** Servers' connections may have been opened from either side: both directions are matched. */
function matchesOf(ports: Ports): readonly string[] {
  switch (ports) {
    case 'all':
      return [''];
    case 'quorum':
      return eitherSide(`${PORTS.sync},${PORTS.election}`);
    case 'sync':
    case 'election':
      return eitherSide(String(PORTS[ports]));
    case 'client':
      return [` -p tcp --dport ${PORTS.client}`];
  }
}

const eitherSide = (ports: string): readonly string[] =>
  ['dports', 'sports'].map(side => ` -p tcp -m multiport --${side} ${ports}`);
