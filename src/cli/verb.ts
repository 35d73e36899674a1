/** A verb of the command line: its syntax, and a loader of its action. */
import type { Terminal } from './terminal.ts';

export interface VerbEntry {
  readonly name: string;
  readonly description: string;
  /** Default: no arguments. */
  readonly argument?: Argument | readonly Argument[];
  /** Default: no flags. */
  readonly flags?: readonly FlagGroup[];
  /** Paragraphs at the end of its help. Default: none. */
  readonly notes?: readonly string[];
  /** Loads the action; nothing of it is loaded before the verb is called. */
  load(): Promise<Verb>;
}

interface Argument {
  /** The argument in commander's syntax: `<path...>`, `[folder]`. */
  readonly syntax: string;
  readonly help: string;
}

/** Flags under one heading. */
export interface FlagGroup {
  /** Default: commander's own. */
  readonly title?: string;
  readonly flags: readonly Flag[];
}

export interface Flag {
  /** `--port <number>` */
  readonly syntax: string;
  readonly help: string;
  readonly default?: string;
  /** Default: no. */
  readonly isRequired?: boolean;
  /** May be repeated, each time with values between commas. Default: no. */
  readonly isList?: boolean;
}

/** Flags as commander returns them, by camel-cased name. */
export type Flags = Readonly<Record<string, unknown>>;

/** Executes a verb; resolves to the exit code. */
export type Verb = (terminal: Terminal, flags: Flags, paths: readonly string[]) => Promise<number>;
