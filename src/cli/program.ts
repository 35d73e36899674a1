/** Builds the command line from the entries of its verbs. */
import { Command, Option } from 'commander';
import { EXIT_HELP } from './exit.ts';
import { splitList } from './options/settings-sources.ts';
import type { Terminal } from './terminal.ts';
import type { Flag, VerbEntry } from './verb.ts';
import { completion } from './verbs/completion.ts';
import { VERBS } from './verbs/registry.ts';

/** `done` receives the exit code of the called verb. */
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
  for (const verb of [...VERBS, completion])
    addFlags(root.command(verb.name), verb)
      .description(verb.description)
      .action(actionOf(terminal, verb, done));
  return root;
}

type Action = (...received: unknown[]) => Promise<void>;

/** Commander calls an action with its arguments, its flags and the command. */
function actionOf(terminal: Terminal, verb: VerbEntry, done: (code: number) => void): Action {
  return async (...received) => {
    const command = received.at(-1);
    if (!(command instanceof Command))
      throw new TypeError('expected commander to pass the command');
    const call = await verb.load();
    done(await call(terminal, command.opts(), command.args));
  };
}

function addFlags(command: Command, { argument = [], flags = [], notes = [] }: VerbEntry): Command {
  for (const { syntax, help } of [argument].flat()) command.argument(syntax, help);
  for (const group of flags) {
    if (group.title !== undefined) command.optionsGroup(group.title);
    for (const flag of group.flags) command.addOption(optionOf(flag));
  }
  for (const note of notes) command.addHelpText('after', note);
  return command;
}

function optionOf({ syntax, help, default: value, isRequired, isList }: Flag): Option {
  const option = new Option(syntax, help).makeOptionMandatory(isRequired === true);
  if (value !== undefined) option.default(value);
  if (isList === true) option.argParser(appendList);
  return option;
}

function appendList(text: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), ...splitList(text)];
}
