/** What a run was made with, stored with its results. */
import { commitOf } from './commit.ts';
import { packageVersion } from './version.ts';

/** Of zoobreak, of Node, and the commit of the project at `folder` where there is one. */
export function versionsAt(folder: string): Readonly<Record<string, string>> {
  const commit = commitOf(process.env, folder);
  const ours = { zoobreak: packageVersion(), node: process.versions.node };
  return commit === undefined ? ours : { ...ours, commit };
}
