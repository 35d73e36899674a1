/** Fills in defaults that depend on the target: its server and, if it has its own hosts, the number of nodes. */
import type { TargetEntry } from '../../ensemble/entry.ts';
import { UsageError } from '../exit.ts';
import type { OptionKey } from './rows.ts';
import type { Gathered, Sourced } from './settings-sources.ts';

/** Returns the settings with these defaults. @throws UsageError if hosts cannot be read or are too few. */
export function withTargetDefaults(gathered: Gathered, targets: readonly TargetEntry[]): Gathered {
  const target = targets.find(({ name }) => name === gathered.get('target')?.value);
  if (target === undefined) return gathered;
  const own = new Map<OptionKey, Sourced>([
    ['server', { value: target.servers.default, origin: 'default' }],
  ]);
  const hosts = hostsOf(target, gathered);
  if (hosts === undefined) return defaulted(gathered, own);
  const observers = Number(gathered.get('observers')?.value);
  own.set('nodes', { value: hosts.count - observers, origin: hosts.origin });
  const found = defaulted(gathered, own);
  requireEnough(found, hosts);
  return found;
}

type Hosts = ReturnType<NonNullable<TargetEntry['hosts']>>;

function hostsOf(target: TargetEntry, gathered: Gathered): Hosts {
  const values = Object.fromEntries([...gathered].map(([key, { value }]) => [key, value]));
  try {
    return target.hosts?.(values);
  } catch (cause) {
    if (cause instanceof RangeError) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}

function defaulted(gathered: Gathered, own: Gathered): Gathered {
  return new Map(
    [...gathered].map(([key, sourced]) => [
      key,
      sourced.origin === 'default' ? (own.get(key) ?? sourced) : sourced,
    ]),
  );
}

function requireEnough(gathered: Gathered, { count, origin }: NonNullable<Hosts>): void {
  const [nodes, observers] = [gathered.get('nodes'), gathered.get('observers')];
  const wanted = Number(nodes?.value) + Number(observers?.value);
  if (!(wanted > count)) return;
  throw new UsageError(
    `${nodes?.origin}: expected at most ${count} nodes with their observers, as many as ${origin} names, found ${wanted}.`,
  );
}
