/** A server that cannot be had here. */
import { SHIPPED_VERSIONS } from '../../profile.ts';

export class NoServer extends Error {
  override readonly name = 'NoServer';

  /** What the user can do. */
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** Other ways to name a server, for the end of a sentence. */
export function alternatives(version: string): string {
  return `name Apache's archive (--server ./apache-zookeeper-${version}-bin.tar.gz), an image (--server zookeeper:${version}), or a version that ships (${SHIPPED_VERSIONS.join(', ')})`;
}
