/** What `--target ssh` says by itself: its nodes file has as many hosts as there are nodes, and its server is
 *  what is installed there, where neither is named. */
import { hostsOf, INSTALLED } from '../../ensemble/ssh/options.ts';
import { UsageError } from '../exit.ts';
import type { OptionKey } from './run-options.ts';
import type { Gathered, Sourced } from './settings-sources.ts';

/** The settings with these defaults. @throws UsageError where the nodes file is wrong or has too few hosts. */
export function withHosts(gathered: Gathered): Gathered {
  const nodesFile = gathered.get('nodesFile')?.value;
  if (gathered.get('target')?.value !== 'ssh' || typeof nodesFile !== 'string') return gathered;
  const hosts = countOf(nodesFile);
  const observers = Number(gathered.get('observers')?.value);
  const own = new Map<OptionKey, Sourced>([
    ['server', { value: INSTALLED, origin: 'default' }],
    ['nodes', { value: hosts - observers, origin: nodesFile }],
  ]);
  const found = new Map(
    [...gathered].map(([key, sourced]) => [key, defaulted(sourced, own.get(key))]),
  );
  requireEnough(found, hosts, nodesFile);
  return found;
}

function countOf(nodesFile: string): number {
  try {
    return hostsOf({ nodesFile }).length;
  } catch (cause) {
    if (cause instanceof RangeError) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}

function defaulted(sourced: Sourced, own: Sourced | undefined): Sourced {
  return sourced.origin === 'default' && own !== undefined ? own : sourced;
}

function requireEnough(gathered: Gathered, hosts: number, nodesFile: string): void {
  const [nodes, observers] = [gathered.get('nodes'), gathered.get('observers')];
  const wanted = Number(nodes?.value) + Number(observers?.value);
  if (!(wanted > hosts)) return;
  throw new UsageError(
    `${nodes?.origin}: expected at most ${hosts} nodes with their observers, as many as ${nodesFile} names, found ${wanted}.`,
  );
}
