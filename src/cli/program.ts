/** The commands and their flags. What a command does is loaded only when it is called. */
import { Command, Option } from 'commander';
import { targets } from '../ensemble/registry.ts';
import { EXIT_HELP } from './exit.ts';
import {
  flagOf,
  isOptionKey,
  OPTION_KEYS,
  type OptionKey,
  ROWS,
  variableOf,
} from './options/rows.ts';
import { splitList } from './options/settings-sources.ts';
import type { Terminal } from './terminal.ts';
import type { Verb } from './verb.ts';

/** `done` gets the exit code of the verb that was called. */
export function program(
  terminal: Terminal,
  version: string,
  done: (code: number) => void,
): Command {
  const root = new Command('zoobreak')
    .description(
      'Breaks ZooKeeper ensembles and decides from the history whether they kept their promises.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(add --help for what is allowed)')
    .addHelpText('after', EXIT_HELP);
  for (const { name, description, load, addOptions } of VERBS) {
    const action = actionOf(terminal, load, done);
    addOptions(root.command(name).description(description).action(action));
  }
  return root;
}

interface VerbEntry {
  readonly name: string;
  readonly description: string;
  readonly load: () => Promise<Verb>;
  readonly addOptions: (command: Command) => void;
}

const VERBS: readonly VerbEntry[] = [
  {
    name: 'run',
    description: 'start an ensemble, load it, break it, judge it',
    load: async () => (await import('./verbs/run.ts')).run,
    addOptions: addRunOptions,
  },
  {
    name: 'matrix',
    description: 'many runs: workloads x nemeses x servers x seeds',
    load: async () => (await import('./verbs/matrix.ts')).matrix,
    addOptions: addMatrixOptions,
  },
  {
    name: 'merge',
    description: 'the shards of a matrix as one: a table and an exit code',
    load: async () => (await import('./verbs/merge.ts')).merge,
    addOptions: addMergeOptions,
  },
  {
    name: 'check',
    description: 'judge stored runs or history files again',
    load: async () => (await import('./verbs/check.ts')).check,
    addOptions: addCheckOptions,
  },
  {
    name: 'report',
    description: 'write the reports of stored runs again, without checking anything',
    load: async () => (await import('./verbs/report.ts')).report,
    addOptions: addFolders,
  },
  {
    name: 'serve',
    description: 'the results in a browser: a table, each run, two side by side',
    load: async () => (await import('./verbs/serve.ts')).serve,
    addOptions: addServeOptions,
  },
  {
    name: 'publish',
    description: 'runs gathered in a static site, which grows with each call',
    load: async () => (await import('./verbs/publish.ts')).publish,
    addOptions: addPublishOptions,
  },
  {
    name: 'replay',
    description: 'run a stored plan on the sim again: exits with 0 where the history is the same',
    load: async () => (await import('./verbs/replay.ts')).replay,
    addOptions: addReplayOptions,
  },
  {
    name: 'shrink',
    description: 'look for a smaller run on the sim that is invalid still',
    load: async () => (await import('./verbs/shrink.ts')).shrink,
    addOptions: addFolder,
  },
  {
    name: 'list',
    description: 'workloads, nemeses, servers, targets, bugs of the sim',
    load: async () => (await import('./verbs/list.ts')).list,
    addOptions: addListOptions,
  },
  {
    name: 'doctor',
    description: 'what is missing here, and how to get it',
    load: async () => (await import('./verbs/doctor.ts')).doctor,
    addOptions: addTargetOptions,
  },
  {
    name: 'images',
    description: 'provide what runs in Docker need: an engine and the images',
    load: async () => (await import('./verbs/images.ts')).images,
    addOptions: () => {},
  },
  {
    name: 'clean',
    description: 'remove what dead runs left behind',
    load: async () => (await import('./verbs/clean.ts')).clean,
    addOptions: addTargetOptions,
  },
];

type Action = (...received: unknown[]) => Promise<void>;

/** Commander calls an action with its arguments, its flags and the command itself. */
function actionOf(
  terminal: Terminal,
  load: () => Promise<Verb>,
  done: (code: number) => void,
): Action {
  return async (...received) => {
    const command = received.at(-1);
    if (!(command instanceof Command))
      throw new TypeError('expected commander to pass the command');
    const call = await load();
    done(await call(terminal, command.opts(), command.args));
  };
}

function addJson(command: Command): void {
  command.option('--json', 'one JSON object on stdout');
}

function addReplayOptions(replay: Command): void {
  addFolder(replay);
  replay.option('--quiet', 'no progress, only the end');
}

function addFolders(command: Command): void {
  command.argument('<path...>', 'folders of runs');
}

function addFolder(command: Command): void {
  command.argument('<path>', 'folder of a run');
}

function addServeOptions(serve: Command): void {
  serve
    .argument('[folder]', 'of all results (default: results)')
    .option('--port <number>', 'on 127.0.0.1; 0 for any that is free', '8765');
}

function addPublishOptions(publish: Command): void {
  publish
    .argument('<dir...>', 'folders of runs, or of results')
    .requiredOption('--site <folder>', 'of the site: new, or published before')
    .option('--max-size <MB>', 'what runs may take; the oldest histories go first', '900');
}

function addListOptions(list: Command): void {
  list.argument('[what]', 'workloads, nemeses, servers, targets or bugs; all when absent');
  addJson(list);
}

function addCheckOptions(check: Command): void {
  check
    .argument('<path...>', 'folders of runs, or history files')
    .option(
      '--model <name>',
      'what a history file is a history of, for example cas-register, or a file: ./my-model.ts',
    )
    .option('--initial <value>', 'the state it starts from, as JSON')
    .option('--format <name>', 'of the files; told from their content when absent')
    .addHelpText('after', EXIT_HELP);
  addJson(check);
}

/** Of verbs that look at one target; without, at all that need no machines to be named. */
const OF_A_TARGET: readonly OptionKey[] = [
  ...(['target', 'server'] as const),
  ...targets
    .filter(({ hosts }) => hosts !== undefined)
    .flatMap(({ takes = [] }) => takes.filter(isOptionKey)),
];

function addTargetOptions(verb: Command): void {
  for (const key of OF_A_TARGET) verb.addOption(optionOf(key));
}

function addRunOptions(run: Command): void {
  addSettings(run, OPTION_KEYS);
}

/** Those of which a matrix has several. */
const CROSSED: readonly OptionKey[] = ['workload', 'nemesis', 'server', 'seed', 'testCount'];

function addMatrixOptions(matrix: Command): void {
  matrix
    .optionsGroup('What is crossed:')
    .option('--workloads <a,b>', 'the claims to test')
    .option('--nemeses <a,b+c>', 'faults; those joined by + act side by side')
    .option('--servers <a,b>', 'versions, or images with their tags')
    .option('--seeds <1,2,5..9>', 'one run each; drawn when absent')
    .optionsGroup('How:')
    .option('--shard <i/n>', 'only the i-th of n parts; `zoobreak merge` puts them together')
    .option('--jobs <count>', 'runs at once (default: what the machine can do)')
    .option('--bail', 'begin no other run once one is not valid');
  const shared = OPTION_KEYS.filter(key => !CROSSED.includes(key));
  addSettings(matrix, shared);
  matrix.addHelpText('after', MATRIX_HELP);
}

const MATRIX_HELP = `
What is crossed can stand in zoobreak.config.ts too: matrix: { workloads, nemeses, servers, seeds }.
A run that fails keeps all it left; one that passes keeps its history and its reports.`;

function addMergeOptions(merge: Command): void {
  merge
    .argument('<path...>', 'folders with the results of shards')
    .option('--reporter <name|module>', ROWS.reporter.help, 'list')
    .addHelpText('after', EXIT_HELP);
  addJson(merge);
}

function addSettings(command: Command, keys: readonly OptionKey[]): void {
  for (const key of keys) {
    command.optionsGroup(titleOf(ROWS[key].group)).addOption(optionOf(key));
  }
  command
    .optionsGroup('Configuration:')
    .option('--config <file>', 'instead of ./zoobreak.config.ts (ZOOBREAK_CONFIG)')
    .option('--print-config', 'print the test plan and stop')
    .addHelpText('after', SOURCES_HELP)
    .addHelpText('after', EXIT_HELP);
}

const SOURCES_HELP = `
Each option also has a variable (${variableOf('timeLimit')}) and a key of zoobreak.config.ts (timeLimit).
A flag outweighs a variable, a variable the file, the file the default.`;

/** `Load:`, `Machines (--target ssh):` */
function titleOf(group: string): string {
  const takers = targets.filter(({ takes = [] }) =>
    takes.some(key => isOptionKey(key) && ROWS[key].group === group),
  );
  const only = takers.map(({ name }) => name).join(' or ');
  return only === '' ? `${group}:` : `${group} (--target ${only}):`;
}

function optionOf(key: OptionKey): Option {
  const spec = ROWS[key];
  const option = new Option([flagOf(key), spec.value].filter(Boolean).join(' '), helpOf(key));
  if (spec.kind === 'list') option.argParser(appendList);
  return option;
}

function appendList(text: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), ...splitList(text)];
}

function helpOf(key: OptionKey): string {
  const { help, kind, default: value } = ROWS[key];
  return value === undefined || kind === 'switch' ? help : `${help} (default: ${String(value)})`;
}
