import { expect, test } from 'vitest';
import type { NodeName, Peer, Ports } from '../../src/contract.ts';
import { cutRules } from '../../src/ensemble/cut-rules.ts';

const [n1, n2, n3] = ['n1', 'n2', 'n3'] as unknown as [NodeName, NodeName, NodeName];
const v4 = new Map([
  [n1, ['10.0.0.1']],
  [n2, ['10.0.0.2']],
  [n3, ['10.0.0.3']],
]);
const both = new Map(
  [...v4].map(([name, [address = '']]) => [name, [address, `fd00::${name[1]}`]]),
);

/** The rules that drop, without their common end. */
function drops(peers: readonly Peer[], ports: Ports, addresses = v4): readonly string[] {
  const end = ' counter name dropped drop';
  return cutRules(new Set(peers), ports, addresses)
    .split('\n')
    .filter(line => line.endsWith(end))
    .map(line => line.slice(0, -end.length).trim());
}

test('a grudge against one peer drops all that comes from its address', () => {
  expect(drops([n2], 'all')).toEqual(['ip saddr { 10.0.0.2 }']);
});

test('a node without a grudge drops nothing', () => {
  expect(drops([], 'all')).toEqual([]);
});

test('quorum ports are cut whichever side opened the connection', () => {
  expect(drops([n2], 'quorum')).toEqual([
    'ip saddr { 10.0.0.2 } tcp dport { 2888, 3888 }',
    'ip saddr { 10.0.0.2 } tcp sport { 2888, 3888 }',
  ]);
});

test.each([
  ['sync', '2888'],
  ['election', '3888'],
] as const)('the %s port alone, whichever side opened the connection', (ports, port) => {
  expect(drops([n2], ports)).toEqual([
    `ip saddr { 10.0.0.2 } tcp dport ${port}`,
    `ip saddr { 10.0.0.2 } tcp sport ${port}`,
  ]);
});

test('the client port is cut for connections to this node only', () => {
  expect(drops([n3], 'client')).toEqual(['ip saddr { 10.0.0.3 } tcp dport 2181']);
});

test('clients are everyone but the members', () => {
  expect(drops(['clients'], 'client')).toEqual([
    'ip saddr != { 10.0.0.1, 10.0.0.2, 10.0.0.3 } tcp dport 2181',
    'meta nfproto ipv6 tcp dport 2181',
  ]);
});

test('a peer with addresses of both families is cut in both', () => {
  expect(drops([n2], 'all', both)).toEqual(['ip saddr { 10.0.0.2 }', 'ip6 saddr { fd00::2 }']);
  expect(drops(['clients'], 'all', both)).toEqual([
    'ip saddr != { 10.0.0.1, 10.0.0.2, 10.0.0.3 }',
    'ip6 saddr != { fd00::1, fd00::2, fd00::3 }',
  ]);
});

test('loading replaces our table and touches no other', () => {
  const lines = cutRules(new Set([n2]), 'all', v4).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'table inet zoobreak',
    'delete table inet zoobreak',
    'table inet zoobreak {',
  ]);
  expect(lines.filter(line => /^(table|delete|flush)/.test(line))).toHaveLength(3);
});

test('what a node says to itself is never dropped', () => {
  const lines = cutRules(new Set(['clients']), 'all', v4)
    .split('\n')
    .map(line => line.trim());
  expect(lines.indexOf('iif lo accept')).toBeGreaterThan(0);
  expect(lines.indexOf('iif lo accept')).toBeLessThan(
    lines.findIndex(line => line.endsWith('drop')),
  );
});

test('a port that is spared passes before anything is dropped, also when clients are cut off', () => {
  const lines = cutRules(new Set([n2, 'clients']), 'all', v4, 22)
    .split('\n')
    .map(line => line.trim());
  const firstDrop = lines.findIndex(line => line.endsWith('drop'));
  expect(lines.indexOf('tcp dport 22 accept')).toBeLessThan(firstDrop);
  expect(lines.indexOf('tcp sport 22 accept')).toBeLessThan(firstDrop);
  expect(lines).toContain('tcp dport 22 accept');
  expect(lines).toContain('ip saddr { 10.0.0.2 } counter name dropped drop');
  expect(lines).toContain(
    'ip saddr != { 10.0.0.1, 10.0.0.2, 10.0.0.3 } tcp dport 2181 counter name dropped drop',
  );
});
