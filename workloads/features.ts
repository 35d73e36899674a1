/** Features that differ between versions of ZooKeeper. */
import type { EnsembleShape, Skipped } from '../src/contract.ts';

type Version = readonly [major: number, minor: number, patch: number];

/** The first version with each feature. Sources: the tickets. */
const SINCE: Readonly<Record<Feature, { readonly version: Version; readonly ticket: string }>> = {
  'multi reads': { version: [3, 6, 0], ticket: 'ZOOKEEPER-3402' },
  'persistent watches': { version: [3, 6, 0], ticket: 'ZOOKEEPER-1416' },
  'container and TTL znodes': { version: [3, 5, 3], ticket: 'ZOOKEEPER-2163, ZOOKEEPER-2169' },
  reconfiguration: { version: [3, 5, 0], ticket: 'ZOOKEEPER-107' },
  'blocks of addresses': { version: [3, 5, 0], ticket: 'IPAuthenticationProvider.isValid' },
  'create2 and removal of watches': {
    version: [3, 5, 0],
    ticket: 'ZOOKEEPER-1297, ZOOKEEPER-442',
  },
  'lists that are kept from others': { version: [3, 5, 5], ticket: 'ZOOKEEPER-1392' },
  'counts of descendants and of ephemerals': {
    version: [3, 6, 0],
    ticket: 'ZOOKEEPER-3167, ZOOKEEPER-3209',
  },
  whoAmI: { version: [3, 7, 0], ticket: 'ZOOKEEPER-3969' },
  'removal of persistent watches by kind': { version: [3, 9, 0], ticket: 'ZOOKEEPER-4472' },
  'creates of every kind in a multi': { version: [3, 9, 0], ticket: 'ZOOKEEPER-4026' },
  'permission to stat': { version: [3, 9, 2], ticket: 'ZOOKEEPER-2590' },
};

export type Feature =
  | 'multi reads'
  | 'persistent watches'
  | 'container and TTL znodes'
  | 'reconfiguration'
  | 'blocks of addresses'
  | 'create2 and removal of watches'
  | 'lists that are kept from others'
  | 'counts of descendants and of ephemerals'
  | 'whoAmI'
  | 'removal of persistent watches by kind'
  | 'creates of every kind in a multi'
  | 'permission to stat';

/** Lists the requested features that the ensemble does not support, and why. Unknown versions are assumed to
 * support everything. */
export function lacking(
  { server, lacks = [], isModel = false }: Pick<EnsembleShape, 'server' | 'lacks' | 'isModel'>,
  ...features: readonly Feature[]
): readonly Skipped[] {
  return features.flatMap(name => {
    const absent = lacks.filter(each => each.name === name);
    if (absent.length > 0 || isModel) return absent;
    const { version, ticket } = SINCE[name];
    const found = versionOf(server);
    if (found === undefined || !isBefore(found, version)) return [];
    return [{ name, why: `${server} has none: since ${version.join('.')} (${ticket})` }];
  });
}

/** Parses `3.8.0` and `zookeeper:3.8-temurin` -> 3.8.0; undefined for other servers and tags. */
function versionOf(server: string): Version | undefined {
  const found = /^(?:(?:.*\/)?zookeeper:)?(\d+)\.(\d+)(?:\.(\d+))?/.exec(server);
  if (found === null) return undefined;
  const [, major, minor, patch = '0'] = found;
  return [Number(major), Number(minor), Number(patch)];
}

function isBefore(left: Version, right: Version): boolean {
  const at = left.findIndex((part, index) => part !== right[index]);
  return at >= 0 && (left[at] ?? 0) < (right[at] ?? 0);
}
