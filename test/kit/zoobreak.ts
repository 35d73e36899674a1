/** Runs the built command line in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

export interface Ran extends Written {
  readonly code: number | null;
}

/** What it has written so far. */
interface Written {
  readonly out: string;
  readonly err: string;
}

interface Options {
  readonly folder?: string;
  readonly environment?: Record<string, string>;
}

/** Runs it to its end. @throws Error where the command line was not built. */
export function zoobreak(args: readonly string[], options: Options = {}): Promise<Ran> {
  return startZoobreak(args, options).ended;
}

/** Starts it, for those who signal it. @throws Error where the command line was not built. */
export function startZoobreak(
  args: readonly string[],
  { folder, environment }: Options,
): { readonly child: ChildProcess; readonly written: Written; readonly ended: Promise<Ran> } {
  if (!existsSync(MAIN)) throw new Error(`expected ${MAIN}, found nothing: npm run build`);
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...withoutOurs(process.env), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { out: '', err: '' };
  child.stdout.on('data', chunk => {
    written.out += chunk;
  });
  child.stderr.on('data', chunk => {
    written.err += chunk;
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ code, ...written }));
  });
  return { child, written, ended };
}

/** The environment without what changes the output: our own variables and those of a CI. */
function withoutOurs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(ZOOBREAK_|GITHUB_)/.test(name)),
  );
}
