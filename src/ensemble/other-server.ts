/** What the name of a server stands for that is no version of ours: a release, an archive of one, or an image. */
import { basename } from 'node:path';

export type OtherServer =
  | { readonly kind: 'release'; readonly version: string }
  | { readonly kind: 'archive'; readonly file: string; readonly version: string }
  | { readonly kind: 'named'; readonly name: string };

/** Completes "one of ..., or". */
export const OTHER_SERVERS =
  'any release from 3.4.6 on such as 3.7.2, an image with its tag such as zookeeper:3.9, or an archive such as ./apache-zookeeper-3.9.4-bin.tar.gz';

const RELEASE = /^(\d{1,2})\.(\d{1,2})\.(\d{1,2})(-alpha|-beta)?$/;
/** The oldest release that can be named. */
const FIRST = [3, 4, 6];
const ARCHIVE = /\.(tar\.gz|tgz)$/;
/** An archive's name as Apache gives it; an own build may add to the version: 3.10.0-SNAPSHOT. */
const NAMED_BY_VERSION =
  /^(?:apache-)?zookeeper-(\d+\.\d+\.\d+(?:-(?!bin\b)[\w.]+)*)(?:-bin)?\.(?:tar\.gz|tgz)$/;

/** Undefined where it is none of these. */
export function otherServer(server: string): OtherServer | undefined {
  if (ARCHIVE.test(server)) {
    const version = NAMED_BY_VERSION.exec(basename(server))?.[1];
    return version === undefined ? undefined : { kind: 'archive', file: server, version };
  }
  if (isRelease(server)) return { kind: 'release', version: server };
  return /[:/@]/.test(server) ? { kind: 'named', name: server } : undefined;
}

function isRelease(text: string): boolean {
  const found = RELEASE.exec(text)?.slice(1, 4).map(Number);
  if (found === undefined) return false;
  const differs = FIRST.findIndex((number, index) => number !== found[index]);
  return differs === -1 || Number(found[differs]) > Number(FIRST[differs]);
}
