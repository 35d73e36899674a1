/** What provisioning tells its user, and whether it may change the machine. */
import { existsSync } from 'node:fs';

/** One line about what is being done. */
export type Say = (line: string) => void;

/** Packages are installed on Debian and Ubuntu, as root, unless ZOOBREAK_NO_INSTALL=1. */
export function mayInstall(): boolean {
  return refusal() === undefined;
}

/** What the user can do where `what` is missing and may not be installed. */
export function whyNotInstall(what: string): string {
  return `${refusal() ?? 'it may be installed'}; install ${what} yourself and run this again`;
}

function refusal(): string | undefined {
  if (process.env.ZOOBREAK_NO_INSTALL === '1') return 'ZOOBREAK_NO_INSTALL=1 forbids installing';
  if (!existsSync('/etc/debian_version'))
    return 'only Debian and Ubuntu packages can be installed from here';
  if (process.getuid?.() !== 0) return 'installing packages needs root';
  return undefined;
}
