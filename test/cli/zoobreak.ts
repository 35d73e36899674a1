/** Runs the built command line in a process of its own. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** @throws Error where the command line was not built. */
export function zoobreak(
  args: readonly string[],
  options: { readonly folder?: string; readonly environment?: Record<string, string> } = {},
): Promise<Ran> {
  if (!existsSync(MAIN)) throw new Error(`expected ${MAIN}, found nothing: npm run build`);
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: options.folder,
    env: { PATH: process.env.PATH, ...options.environment },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', chunk => {
    out += chunk;
  });
  child.stderr.on('data', chunk => {
    err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ code, out, err }));
  });
}
