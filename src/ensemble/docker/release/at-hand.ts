/** Which servers this machine has, and how others can be had. */
import type Docker from 'dockerode';
import type { AtHand } from '../../entry.ts';
import { otherServer } from '../../other-server.ts';
import { SHIPPED_VERSIONS } from '../../profile.ts';
import { within } from '../../within.ts';
import { connect, engineAddress } from '../engine.ts';
import { ourImages } from '../image.ts';
import { cachedVersions, cacheFolder } from './cache.ts';
import { officialImage } from './choose.ts';
import { mavenOnPath } from './maven.ts';
import { REPOSITORY, recipeOf } from './recipe.ts';

/** What was found on this machine. */
export interface Found {
  /** Names of the engine's images; undefined where no engine answers. */
  readonly images: readonly string[] | undefined;
  /** Releases whose jars are in the cache. */
  readonly cached: readonly string[];
  /** The path of Maven's command. */
  readonly maven: string | undefined;
  /** The name of our server image. */
  readonly ours: string;
}

export async function serversAtHand(signal: AbortSignal): Promise<readonly AtHand[]> {
  const [images, cached, maven] = await Promise.all([
    imagesOf(await connect(), signal).catch(() => undefined),
    cachedVersions(cacheFolder()),
    mavenOnPath(),
  ]);
  return atHand({ images, cached, maven, ours: ourImages().server });
}

async function imagesOf(docker: Docker, signal: AbortSignal): Promise<readonly string[]> {
  const images = await within(signal, docker.listImages());
  return images.flatMap(({ RepoTags }) => RepoTags ?? []);
}

/** Pure. */
export function atHand(found: Found): readonly AtHand[] {
  return [...shipped(found), ...releases(found), ...others(found)];
}

function shipped({ images, ours }: Found): readonly AtHand[] {
  const how =
    images === undefined
      ? `in our image; no engine answers at ${engineAddress()}: \`zoobreak images\``
      : images.includes(ours)
        ? 'here, in our image'
        : 'in our image, which `zoobreak images` builds';
  return SHIPPED_VERSIONS.map(name => ({ name, how }));
}

function releases({ images = [], cached, ours }: Found): readonly AtHand[] {
  const tagged = images.flatMap(
    image => /^zookeeper:(.+)$/.exec(image)?.[1] ?? versionMade(image) ?? [],
  );
  const versions = [...new Set([...tagged, ...cached])].filter(
    version => otherServer(version)?.kind === 'release' && !SHIPPED_VERSIONS.includes(version),
  );
  return versions.sort(byNumber).flatMap(version => {
    const names = [officialImage(version), recipeOf(version, ours).image];
    const here = names.find(name => images.includes(name));
    if (here !== undefined) return [{ name: version, how: `here, as ${here}` }];
    const how = 'its jars are in the cache; its image is made when it is first run';
    return cached.includes(version) ? [{ name: version, how }] : [];
  });
}

function versionMade(image: string): string | undefined {
  return image.startsWith(`${REPOSITORY}:`)
    ? image.slice(REPOSITORY.length + 1).replace(/-[0-9a-f]{12}$/, '')
    : undefined;
}

const byNumber = (one: string, other: string): number =>
  one.localeCompare(other, 'en', { numeric: true });

function others({ maven }: Found): readonly AtHand[] {
  const through =
    maven === undefined ? 'through Maven, once mvn is on the PATH' : `through Maven (${maven})`;
  return [
    {
      name: 'any other release from 3.4.6 on',
      how: `as zookeeper:VERSION where a registry answers, else made from its artifacts ${through}`,
    },
    {
      name: './apache-zookeeper-VERSION-bin.tar.gz',
      how: "made from Apache's archive, or that of a build of your own",
    },
    { name: 'an image with its tag', how: 'pulled where the engine lacks it' },
  ];
}
