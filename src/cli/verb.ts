/** What a verb of the command line is. */
import type { Terminal } from './terminal.ts';

/** Flags as commander leaves them, by camel-cased name. */
export type Flags = Readonly<Record<string, unknown>>;

/** Returns the exit code. */
export type Verb = (terminal: Terminal, flags: Flags, paths: readonly string[]) => Promise<number>;
