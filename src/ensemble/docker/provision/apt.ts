/** Debian packages, installed with their list refreshed first: a fresh machine has none. */
import { $ } from 'zx/core';
import { must } from './must.ts';
import type { Say } from './say.ts';

export async function aptInstall(say: Say, ...packages: readonly string[]): Promise<void> {
  say(`Installing ${packages.join(' ')} with apt-get`);
  const run = $({ env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, quiet: true });
  await must('apt-get update', run`apt-get -q update`);
  const install = run`apt-get -qy install --no-install-recommends ${packages}`;
  await must('apt-get install', install);
}
