/** Where the command line reads from and writes to. */

export interface Terminal {
  /** To stdout: the answer. */
  out(text: string): void;
  /** To stderr: everything else. */
  err(text: string): void;
  /** Columns of the window behind stderr; absent where stderr is no window. */
  readonly columns?: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/** The terminal of this process. A reader that has gone away, as in `zoobreak list | head -1`, is no error,
 * nor is a window that was closed. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on('error', ignoreGone);
  const window = stderr.isTTY && env.CI === undefined ? { columns: stderr.columns } : {};
  return {
    out: text => void stdout.write(text),
    err: text => void stderr.write(text),
    ...window,
    environment: env,
    folder: process.cwd(),
  };
}

/** Resolves when all that was written has left: the end of the process drops the rest. */
export async function flushed(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(left));
}

function left(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise(resolve => stream.write('', () => resolve()));
}

/** The reader has gone away (EPIPE), or the window was closed (EIO): a run goes on to heal and to store its results. */
const GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO']);

function ignoreGone(error: NodeJS.ErrnoException): void {
  if (!GONE.has(error.code)) throw error;
}
