/** How the image of a release is made: its jars on top of our server image, whose layers all releases share. */
import { createHash } from 'node:crypto';

export interface Jar {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Recipe {
  readonly version: string;
  /** The name of the image that it makes. Another recipe has another name. */
  readonly image: string;
  readonly dockerfile: string;
}

/** The repository of these images; the tag begins with the version. */
export const REPOSITORY = 'zoobreak/release';

/** `base` is our server image; `content` tells builds of one version apart. */
export function recipeOf(version: string, base: string, content = ''): Recipe {
  // Debian's build of the same version may lie beside it.
  const home = `${version}-apache`;
  const dockerfile = [
    `FROM ${base}`,
    `COPY jars /opt/zookeeper/${home}/`,
    `ENV ZOO_VERSION=${home}`,
    '',
  ].join('\n');
  const hash = createHash('sha256').update(dockerfile).update(content).digest('hex');
  return { version, image: `${REPOSITORY}:${version}-${hash.slice(0, 12)}`, dockerfile };
}

const LOGGING = /^(slf4j|log4j|logback|reload4j)-/;

/** The jars without those of logging, which our server image has: two backends would exclude each other. */
export function withoutLogging(jars: readonly Jar[]): readonly Jar[] {
  return jars.filter(({ name }) => !LOGGING.test(name));
}
