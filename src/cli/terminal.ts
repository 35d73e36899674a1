/** The command line's input and output. */

export interface Terminal {
  /** Writes the answer, to stdout. */
  out(text: string): void;
  /** Writes everything else, to stderr. */
  err(text: string): void;
  /** Columns of the terminal behind stderr; absent if stderr is no terminal. */
  readonly columns?: number;
  /** Which of the two show colours. Default: neither. */
  readonly colours?: { readonly out: boolean; readonly err: boolean };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/** Returns the terminal of this process. A reader that exited, as in `zoobreak list | head -1`, is no error,
 * nor is a closed window. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on('error', ignoreGone);
  const window = stderr.isTTY && env.CI === undefined ? { columns: stderr.columns } : {};
  return {
    out: text => void stdout.write(text),
    err: text => void stderr.write(text),
    ...window,
    colours: { out: showsColours(stdout), err: showsColours(stderr) },
    environment: env,
    folder: process.cwd(),
  };
}

/** Whether a stream is a terminal with colours, and NO_COLOR is not set. */
function showsColours(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env.NO_COLOR === undefined && stream.hasColors();
}

/** Resolves when all output is flushed: the process's exit drops the rest. */
export async function flushed(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(left));
}

function left(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise(resolve => stream.write('', () => resolve()));
}

/** The reader exited (EPIPE), or the window was closed (EIO): a run continues, to heal and to store its
 * results. */
const GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO']);

function ignoreGone(error: NodeJS.ErrnoException): void {
  if (!GONE.has(error.code)) throw error;
}
