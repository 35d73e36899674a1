/** What differs between releases of ZooKeeper, as data. Each row names the release that changed it.
 * Sources: the sources of release-3.4.13, 3.5.0 to 3.5.9, 3.6.0, 3.6.3, 3.7.0, 3.8.1, 3.8.4, 3.9.0 to 3.9.5. */

export interface Features {
  /** exists needs READ on a znode that is there. Since 3.8.4 and 3.9.2 (CVE-2024-23944). */
  readonly existsChecksAcl: boolean;
  /** getACL needs READ or ADMIN, and hides password digests without ADMIN. Since 3.4.14 and 3.5.5 (CVE-2019-0201). */
  readonly getAclChecksAcl: boolean;
  /** A watch event is dropped if its session may not READ the znode. Since 3.8.4 and 3.9.2 (CVE-2024-23944). */
  readonly eventsCheckAcl: boolean;
  /** The same for what setWatches finds to have changed. Since 3.9.6: DataTree.processWatchEvent. */
  readonly setWatchesChecksAcl: boolean;
  /** Notification headers carry the zxid of the change. Since 3.9.0. */
  readonly eventZxids: boolean;
  /** delete looks the znode up before it checks the parent's ACL: NONODE outweighs NOAUTH. Before 3.6. */
  readonly deleteFindsNodeFirst: boolean;
  /** A session's watches on one path: a set of modes since 3.9.0; before that the last mode set. */
  readonly watchModes: 'set' | 'last';
  /** The bounds of the ranges of characters that no path may have are forbidden themselves. Since 3.5.0. */
  readonly forbidsEdges: boolean;
  /** /zookeeper/config exists. Since 3.5.0. */
  readonly configNode: boolean;
  /** Servers run with extendedTypesEnabled, so that TTL znodes can be created. */
  readonly ttlNodes: boolean;
  /** Servers run with enforceQuota (3.7). */
  readonly enforceQuota: boolean;
  /** zookeeper.DigestAuthenticationProvider.superDigest, if servers run with one. */
  readonly superDigest: string | undefined;
}

type Version = readonly [number, number, number];

/** Who built the servers: `debian` carries security fixes back to its older releases. */
export type Build = 'apache' | 'debian';

/** Fixes in Debian's builds that the release of the same number lacks: 3.4.13-6+deb11u1, 3.8.0-11+deb12u2. */
const backports: Readonly<Record<string, Partial<Features>>> = {
  '3.4.13': { getAclChecksAcl: true },
  '3.8.0': { eventsCheckAcl: true },
};

/** Returns the features of a release (`3.8.4`); an unknown version is taken for the newest. */
export function featuresOf(version: string, build: Build = 'apache'): Features {
  const features = featuresOfRelease(parse(version));
  return build === 'debian' ? { ...features, ...backports[version] } : features;
}

function featuresOfRelease(found: Version | undefined): Features {
  const since = (...from: Version[]): boolean => found === undefined || isSince(found, from);
  return {
    existsChecksAcl: since([3, 8, 4], [3, 9, 2]),
    getAclChecksAcl: since([3, 4, 14], [3, 5, 5]),
    eventsCheckAcl: since([3, 8, 4], [3, 9, 2]),
    setWatchesChecksAcl: since([3, 9, 6]),
    eventZxids: since([3, 9, 0]),
    deleteFindsNodeFirst: !since([3, 6, 0]),
    watchModes: since([3, 9, 0]) ? 'set' : 'last',
    forbidsEdges: since([3, 5, 0]),
    configNode: since([3, 5, 0]),
    ttlNodes: true,
    enforceQuota: false,
    superDigest: undefined,
  };
}

function parse(version: string): Version | undefined {
  const [, major, minor, patch] = /(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return [Number(major), Number(minor), Number(patch)];
}

/** A change made in several branches holds in each from its patch on, and in all later branches. */
function isSince(version: Version, from: readonly Version[]): boolean {
  const branch = from.find(([major, minor]) => major === version[0] && minor === version[1]);
  if (branch !== undefined) return version[2] >= branch[2];
  return from.every(other => compare(version, other) >= 0);
}

function compare(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
