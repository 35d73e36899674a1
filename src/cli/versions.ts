/** Reads the versions that are stored with a run's results. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Returns the versions of zoobreak and Node, and the commit of the project at `folder`, if any. */
export function versionsAt(folder: string): Readonly<Record<string, string>> {
  const commit = commitOf(process.env, folder);
  const ours = { zoobreak: packageVersion(), node: process.versions.node };
  return commit === undefined ? ours : { ...ours, commit };
}

/** Returns `0.1.0`; the manifest is two folders up from src/cli/, three from dist/src/cli/. */
export function packageVersion(): string {
  const path = ['../../package.json', '../../../package.json']
    .map(relative => new URL(relative, import.meta.url))
    .find(existsSync);
  const manifest: unknown = path && JSON.parse(readFileSync(path, 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest))
    throw new Error('package.json: expected a version, found none');
  return String(manifest.version);
}

/** Returns the commit as GitHub Actions gives it, otherwise as git does; undefined if there is neither. */
function commitOf(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): string | undefined {
  if (environment.GITHUB_SHA !== undefined) return environment.GITHUB_SHA;
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], options);
  return status === 0 ? stdout.trim() : undefined;
}
