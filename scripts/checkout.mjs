/** A checkout made runnable: npm packages as the lock file says, and the build. Plain Node, so that it
 *  works before anything is installed. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Installs and builds what is missing or outdated; ends the process where that fails. */
export function prepareCheckout() {
  if (!isInstalled(lockOf('package-lock.json'), lockOf('node_modules/.package-lock.json'))) {
    say('Installing npm packages');
    run('npm', ['ci', '--no-audit', '--no-fund']);
  }
  build();
}

/** Compiles, and makes the command line executable: npx does so only the first time that it meets this folder. */
export function build() {
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-b']);
  chmodSync(`${ROOT}/dist/src/cli/main.js`, 0o755);
}

/** Whether every package of the lock that this platform needs is installed in that version. */
export function isInstalled(lock, installed) {
  return Object.entries(lock?.packages ?? {}).every(
    ([path, { version, optional, link }]) =>
      path === '' ||
      optional ||
      installed?.packages?.[path]?.version === version ||
      (link && installed?.packages?.[path] !== undefined),
  );
}

/** One line of what is being done, apart from the output of the command itself. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

function lockOf(path) {
  try {
    return JSON.parse(readFileSync(`${ROOT}/${path}`, 'utf8'));
  } catch {
    return undefined; // nothing installed yet
  }
}

/** Its output goes to stderr: stdout belongs to the command that the user asked for. */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  say(`${command} ${args.join(' ')}: ${error?.message ?? `failed with status ${status}`}`);
  process.exit(255);
}
