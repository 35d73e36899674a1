/** The options of `zoobreak run`: one table behind flags, environment, configuration and `--help`. */
import type { Config } from '../../config.ts';

/** How the text of a flag or an environment variable is read. */
export type Kind = 'text' | 'number' | 'list' | 'switch';

export interface OptionSpec {
  readonly kind: Kind;
  /** For `--help`: what the value stands for; absent for a switch. */
  readonly value?: string;
  readonly help: string;
  readonly group: 'What is run' | 'Machines (--target ssh)' | 'Load' | 'Repetition' | 'Output';
  /** Absent where the default is not a constant. */
  readonly default?: unknown;
}

export type OptionKey = keyof Config;

const MACHINES = 'Machines (--target ssh)';

export const RUN_OPTIONS: Readonly<Record<OptionKey, OptionSpec>> = {
  workload: {
    kind: 'text',
    value: '<name>',
    help: 'the claim to test',
    group: 'What is run',
    default: 'register',
  },
  nemesis: {
    kind: 'list',
    value: '<a,b>',
    help: 'faults to inject, side by side',
    group: 'What is run',
    default: ['none'],
  },
  target: {
    kind: 'text',
    value: '<name>',
    help: 'where the ensemble runs',
    group: 'What is run',
    default: 'docker',
  },
  server: {
    kind: 'text',
    value: '<version|image>',
    help: 'a version that ships, or an image with its tag; with ssh: installed, or an archive or folder to upload',
    group: 'What is run',
    default: '3.9.6',
  },
  nodes: {
    kind: 'number',
    value: '<count>',
    help: 'voting servers',
    group: 'What is run',
    default: 3,
  },
  observers: {
    kind: 'number',
    value: '<count>',
    help: 'servers that do not vote',
    group: 'What is run',
    default: 0,
  },
  bug: {
    kind: 'text',
    value: '<name>',
    help: 'a bug to plant in the sim: `zoobreak list bugs`',
    group: 'What is run',
  },
  nodesFile: {
    kind: 'text',
    value: '<file>',
    help: 'names one machine a line: a host, an address, or an alias of ~/.ssh/config',
    group: MACHINES,
  },
  username: {
    kind: 'text',
    value: '<name>',
    help: 'who logs in; as ~/.ssh/config says when absent',
    group: MACHINES,
  },
  sshPrivateKey: {
    kind: 'text',
    value: '<file>',
    help: "the key to log in with; the ssh agent's and those of ~/.ssh when absent",
    group: MACHINES,
  },
  sshPort: {
    kind: 'number',
    value: '<port>',
    help: 'of the ssh servers; as ~/.ssh/config says when absent',
    group: MACHINES,
  },
  knownHosts: {
    kind: 'text',
    value: '<file>',
    help: "with the machines' keys; as ~/.ssh/config says when absent",
    group: MACHINES,
  },
  sudo: {
    kind: 'switch',
    help: 'the packet filter needs sudo, which asks for no password',
    group: MACHINES,
    default: false,
  },
  concurrency: {
    kind: 'text',
    value: '<count|count per node>',
    help: 'client threads: 6, or 2n for two a node',
    group: 'Load',
    default: '2n',
  },
  rate: {
    kind: 'number',
    value: '<per second>',
    help: 'operations a second over all clients; 0: as fast as they go',
    group: 'Load',
    default: 200,
  },
  timeLimit: {
    kind: 'number',
    value: '<seconds>',
    help: 'how long the load lasts',
    group: 'Load',
    default: 60,
  },
  nemesisInterval: {
    kind: 'number',
    value: '<seconds>',
    help: 'mean time between two acts of a nemesis',
    group: 'Load',
    default: 10,
  },
  keys: {
    kind: 'number',
    value: '<count>',
    help: 'independent objects in use at a time',
    group: 'Load',
    default: 8,
  },
  reads: {
    kind: 'text',
    value: '<strength>',
    help: 'local, sync or quorum: what a read does before it reads',
    group: 'Load',
    default: 'quorum',
  },
  clients: {
    kind: 'text',
    value: '<how>',
    help: 'pinned to one node each, or roaming over all',
    group: 'Load',
    default: 'pinned',
  },
  fencing: {
    kind: 'text',
    value: '<claim>',
    help: 'none, or claimed: nobody acts on a lock that it has lost',
    group: 'Load',
    default: 'none',
  },
  naive: {
    kind: 'switch',
    help: 'recipes that do not look for a create whose reply was lost, but try again',
    group: 'Load',
    default: false,
  },
  seed: {
    kind: 'number',
    value: '<integer>',
    help: 'of every random choice; drawn and printed when absent',
    group: 'Repetition',
  },
  testCount: {
    kind: 'number',
    value: '<count>',
    help: 'runs, each with the next seed: one after the other, on the sim as many at once as there are cores',
    group: 'Repetition',
    default: 1,
  },
  leaveDbRunning: {
    kind: 'switch',
    help: 'leave the ensemble up at the end (zoobreak clean removes it)',
    group: 'Repetition',
    default: false,
  },
  reporter: {
    kind: 'list',
    value: '<name|module>',
    help: 'list, json, junit, markdown, github, html, or a module of your own (repeat, or separate by commas)',
    group: 'Output',
    default: ['list'],
  },
  json: {
    kind: 'switch',
    help: 'one JSON object on stdout, everything else on stderr',
    group: 'Output',
    default: false,
  },
  quiet: {
    kind: 'switch',
    help: 'no progress, only the end',
    group: 'Output',
    default: false,
  },
  verbose: {
    kind: 'switch',
    help: 'details of what zoobreak does',
    group: 'Output',
    default: false,
  },
};

export const OPTION_KEYS: readonly OptionKey[] = Object.keys(RUN_OPTIONS).filter(isOptionKey);

export function isOptionKey(name: string): name is OptionKey {
  return Object.hasOwn(RUN_OPTIONS, name);
}

/** `timeLimit` -> `--time-limit`. */
export function flagOf(key: OptionKey): string {
  return `--${kebab(key)}`;
}

/** `timeLimit` -> `ZOOBREAK_TIME_LIMIT`. */
export function variableOf(key: OptionKey): string {
  return `ZOOBREAK_${kebab(key).replaceAll('-', '_').toUpperCase()}`;
}

export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

/** Reads the text of a flag or a variable; text that does not fit is kept, for the error to show. */
export function parseText(kind: Kind, text: string): unknown {
  if (kind === 'number')
    return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  if (kind === 'list') return splitList(text);
  if (kind === 'switch') return SWITCH.get(text.toLowerCase()) ?? text;
  return text;
}

/** Names between commas. */
export function splitList(text: string): string[] {
  return text.split(',').map(name => name.trim());
}

const SWITCH: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
]);
