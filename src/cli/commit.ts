/** The commit of the project that is under test, so that runs can be told apart by it. */
import { spawnSync } from 'node:child_process';

/** What GitHub Actions says, else what git says of the folder; undefined where there is neither. */
export function commitOf(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): string | undefined {
  if (environment.GITHUB_SHA !== undefined) return environment.GITHUB_SHA;
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], options);
  return status === 0 ? stdout.trim() : undefined;
}
