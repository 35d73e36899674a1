/** A grudge as rules of iptables: pure text for `iptables-restore -n`.
 *
 *  The rules are in a chain of our own, which the agent links to INPUT; naming it empties it, so that
 *  loading replaces what was there before in one step. */
import type { Peer, Ports } from '../contract.ts';
import type { Addresses } from './cut-rules.ts';
import { PORTS } from './member.ts';

type Family = 'IPv4' | 'IPv6';

/** What becomes of a packet that the rules of a chain match. */
export interface Chain {
  readonly chain: string;
  /** The end of a rule: further matches, and its target. */
  readonly target: string;
}

/** Packets are dropped. */
const CUT: Chain = { chain: 'ZOOBREAK', target: '-j DROP' };

interface Matching {
  readonly peers: ReadonlySet<Peer>;
  readonly ports: Ports;
  readonly addresses: Addresses;
  /** The port of ssh, where the machine is not ours alone. */
  readonly spared?: number;
}

/** Rules of one family, that match what comes from `peers` on `ports`. */
export function iptablesRules(
  family: Family,
  { peers, ports, addresses, spared }: Matching,
  { chain, target }: Chain = CUT,
): string {
  const ours = new Map(
    [...addresses].map(([name, all]) => [name, all.filter(each => familyOf(each) === family)]),
  );
  const rules = [
    '-i lo -j RETURN',
    ...(family === 'IPv6' ? NEIGHBOURS : []),
    ...(spared === undefined ? [] : ['dport', 'sport']).map(
      side => `-p tcp --${side} ${spared} -j RETURN`,
    ),
    ...[...peers].flatMap(peer => matchesFrom(peer, ports, ours)).map(aim(target)),
  ];
  return [
    '*filter',
    `:${chain} - [0:0]`,
    ...rules.map(rule => `-A ${chain} ${rule}`),
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

interface Match {
  readonly match: string;
  /** Whether the packet is left alone. */
  readonly passes?: true;
}

const aim =
  (target: string) =>
  ({ match, passes }: Match): string =>
    `${match} ${passes ? '-j RETURN' : target}`;

/** 'clients' is everyone but the members, on the client port. */
function matchesFrom(peer: Peer, ports: Ports, addresses: Addresses): readonly Match[] {
  if (peer !== 'clients') {
    const own = addresses.get(peer) ?? [];
    return own.flatMap(source =>
      matchesOf(ports).map(match => ({ match: `-s ${source}${match}` })),
    );
  }
  if (ports !== 'all' && ports !== 'client') return [];
  const client = `-p tcp --dport ${PORTS.client}`;
  const members = [...addresses.values()].flat();
  return [
    ...members.map(member => ({ match: `-s ${member} ${client}`, passes: true }) as const),
    { match: client },
  ];
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
