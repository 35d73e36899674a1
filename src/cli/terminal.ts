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

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const window = stderr.isTTY && env.CI === undefined ? { columns: stderr.columns } : {};
  return {
    out: text => void stdout.write(text),
    err: text => void stderr.write(text),
    ...window,
    environment: env,
    folder: process.cwd(),
  };
}
