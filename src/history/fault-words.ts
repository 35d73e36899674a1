/** Faults in words: `n3 cut off from n1, n2 (quorum ports)`, `kill: n1, n2`. */

import type { FaultScope } from './fault-stamp.ts';

/** What a nemesis reports of a cut: each node, and those whose packets it drops. */
type Grudge = Readonly<Record<string, readonly string[]>>;

/** `did`: what the fault did, as its nemesis reports it; `on`: what it acted on, in words. */
export function faultText(f: string, did: unknown, on: string): string {
  const { grudge, ports } = (did ?? {}) as { readonly grudge?: unknown; readonly ports?: unknown };
  const cut = isGrudge(grudge) ? cutText(grudge) : '';
  if (cut !== '') return typeof ports === 'string' ? `${cut} (${ports} ports)` : cut;
  const name = f.replaceAll('-', ' ');
  return on === '' ? name : `${name}: ${on}`;
}

/** Returns what a fault acted on: `n1, n2`, `threads 0, 3`, `all`, or nothing for a fault that found no victim. */
export function scopeText(on: FaultScope | 'all'): string {
  if (on === 'all') return on;
  const { nodes = [], threads = [] } = on;
  const threadsText = threads.length === 0 ? [] : [`threads ${threads.join(', ')}`];
  return [...nodes.toSorted(naturally), ...threadsText].join(', ');
}

function isGrudge(value: unknown): value is Grudge {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      nodes => Array.isArray(nodes) && nodes.every(node => typeof node === 'string'),
    )
  );
}

/** Says each cut once, from the side with fewer nodes. */
function cutText(grudge: Grudge): string {
  const cuts = new Map<string, string[]>();
  for (const [node, dropped] of Object.entries(grudge)) {
    if (dropped.length === 0) continue;
    const from = listed(dropped);
    cuts.set(from, [...(cuts.get(from) ?? []), node]);
  }
  const said = new Set<string>();
  const sides = [...cuts].map(([from, nodes]) => ({ from, nodes: nodes.toSorted(naturally) }));
  sides.sort((a, b) => a.nodes.length - b.nodes.length);
  return sides
    .flatMap(({ from, nodes }) => {
      const side = listed(nodes);
      if (said.has(`${from} | ${side}`)) return [];
      said.add(`${side} | ${from}`);
      const isBoth = from
        .split(', ')
        .every(other => nodes.every(node => grudge[other]?.includes(node)));
      const receives = nodes.length > 1 ? 'receive' : 'receives';
      return `${side} ${isBoth ? 'cut off' : `${receives} nothing`} from ${from}`;
    })
    .join('; ');
}

function listed(nodes: readonly string[]): string {
  return nodes.toSorted(naturally).join(', ');
}

export function naturally(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
