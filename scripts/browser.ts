/** Finds a Chromium or, on Debian and Ubuntu as root, installs one: the pages' tests run in it. */
import { existsSync } from 'node:fs';
import { mayInstall, type Say, whyNotInstall } from '../src/ensemble/docker/provision/say.ts';

const PLACES: readonly string[] = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** The path of a Chromium; undefined where there is none. */
export function chromium(): string | undefined {
  return PLACES.find(path => existsSync(path));
}

/** Resolves when there is one. @throws {Error} that says what to do where none can be had. */
export async function ensureBrowser(say: Say): Promise<void> {
  if (chromium() !== undefined) return;
  if (!mayInstall())
    throw new Error(`no Chromium at ${PLACES.join(' or ')}: ${whyNotInstall('Chromium')}`);
  const { aptInstall } = await import('../src/ensemble/docker/provision/apt.ts');
  await aptInstall(say, 'chromium');
}
