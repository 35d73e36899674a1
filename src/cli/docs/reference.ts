/** Prints docs/reference.md from the registries, the commands and the schema of settings. */
import type { Command, Option } from 'commander';
import { ANOMALIES, SOURCES } from '../../anomalies.ts';
import { OTHER_SERVERS } from '../../ensemble/other-server.ts';
import type { Catalogue } from '../catalogue.ts';
import { EXIT_HELP } from '../exit.ts';
import {
  flagOf,
  isOptionKey,
  OPTION_KEYS,
  type OptionKey,
  ROWS,
  variableOf,
} from '../options/rows.ts';

/** The part of JSON Schema that the reference shows. */
interface Allowed {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly items?: Allowed;
  readonly anyOf?: readonly Allowed[];
}

/** `settings`: JSON schemas by option, taken from the schema that validates them. */
export function referenceMarkdown(
  root: Command,
  listed: Catalogue,
  settings: Readonly<Record<string, unknown>>,
): string {
  return [
    '# Reference',
    '',
    'Printed from the code by `npm run docs`: do not edit.',
    '',
    ...commands(root),
    '## Options of a run',
    '',
    'A flag outweighs a variable, a variable the key of `zoobreak.config.ts`, that the default.',
    '',
    table(
      ['flag', 'variable', 'key', 'allowed', 'default', ''],
      OPTION_KEYS.map(key => optionRow(key, settings[key])),
    ),
    '',
    ...named(listed),
    ...anomalies(),
    '## Exit codes',
    '',
    '```',
    EXIT_HELP.trim(),
    '```',
    '',
  ].join('\n');
}

function commands(root: Command): string[] {
  return [
    '## Commands',
    '',
    ...root.commands.flatMap(command => [
      `### \`zoobreak ${command.name()}${argumentsOf(command)}\``,
      '',
      `${sentence(command.description())}`,
      '',
      ...optionsOf(command),
    ]),
  ];
}

function argumentsOf(command: Command): string {
  return command.registeredArguments
    .map(each => {
      const name = `${each.name()}${each.variadic ? '...' : ''}`;
      return each.required ? ` <${name}>` : ` [${name}]`;
    })
    .join('');
}

/** Returns the options of a command, except those of a run, which have their own table. */
function optionsOf(command: Command): string[] {
  const takesAll = command.options.filter(isShared).length > OPTION_KEYS.length / 2;
  const own = command.options.filter(option => !takesAll || !isShared(option));
  const shared = takesAll ? ['It takes the options of a run, below.', ''] : [];
  const rows = own.map(({ flags, description, defaultValue }) => [
    `\`${flags}\``,
    defaultValue === undefined ? description : `${description} (default: ${String(defaultValue)})`,
  ]);
  return [...(rows.length > 0 ? [table(['option', ''], rows), ''] : []), ...shared];
}

function isShared(option: Option): boolean {
  const key = option.attributeName();
  return isOptionKey(key) && ROWS[key].help === option.description.replace(/ \(default: .*\)$/, '');
}

function optionRow(key: OptionKey, schema: unknown): string[] {
  const { help, default: value } = ROWS[key];
  return [
    `\`${flagOf(key)}\``,
    `\`${variableOf(key)}\``,
    `\`${key}\``,
    allowedText(schema as Allowed | undefined),
    value === undefined ? '' : String(value),
    help,
  ];
}

function allowedText(schema: Allowed | undefined): string {
  if (schema?.enum !== undefined)
    return schema.enum.length > 6 ? 'a name of the list below' : schema.enum.join(', ');
  if (schema?.items !== undefined) return `a list: ${allowedText(schema.items)}`;
  if (schema?.anyOf !== undefined) return schema.anyOf.map(allowedText).join(', or ');
  if (schema?.exclusiveMinimum !== undefined)
    return `${schema.type} above ${schema.exclusiveMinimum}`;
  const { type = '', minimum, maximum } = schema ?? {};
  if (minimum === undefined) return type;
  return `${type} from ${minimum}${maximum === undefined || maximum > 2 ** 52 ? '' : ` to ${maximum}`}`;
}

/** Returns the options that only some workloads take. */
function takenText(options: Catalogue['workloads'][number]['takes']): string {
  if (options.length === 0) return '';
  return ` It takes ${options.map(option => `\`--${option}\``).join(' and ')}.`;
}

function named({ workloads, nemeses, targets, servers, bugs }: Catalogue): string[] {
  return [
    ...['## Workloads', ''],
    ...workloads.flatMap(({ name, doc, claims, takes }) => [
      `**\`${name}\`**: ${sentence(doc)}${takenText(takes)}`,
      '',
      ...claims.map(
        ({ reads, claim, source }) =>
          `- \`--reads ${reads.join(', ')}\`: ${claim}. Source: ${source}`,
      ),
      '',
    ]),
    ...['## Nemeses', ''],
    table(
      ['name', '', 'package', 'asks of a target'],
      nemeses.map(({ name, doc, package: own = '', faults }) => [
        `\`${name}\``,
        doc,
        own,
        faults.join(', '),
      ]),
    ),
    '',
    ...AIM,
    '',
    table(
      ['nemesis', 'parameter', '', 'accepts'],
      nemeses.flatMap(({ name, takes }) =>
        takes.map(each => [`\`${name}\``, `\`${each.name}\``, each.doc, each.accepts]),
      ),
    ),
    ...['', '## Targets', ''],
    table(
      ['name', ''],
      targets.map(({ name, doc }) => [`\`${name}\``, doc]),
    ),
    ...[
      '',
      '## Servers',
      '',
      `${servers.join(', ')}, or ${OTHER_SERVERS}. [How each is had](docker.md#images).`,
      '',
    ],
    ...['## Bugs of the sim', ''],
    table(
      ['name', '', 'breaks', 'shown by'],
      bugs.map(({ name, doc, promise, shownBy }) => [
        `\`${name}\``,
        doc,
        promise,
        `\`${shownBy}\``,
      ]),
    ),
    '',
  ];
}

const AIM: readonly string[] = [
  'A nemesis is aimed by what follows a colon: words and `key=value` pairs between commas, such as `kill:leader` and',
  '`slow:to=followers,ms=50..200`. A word needs no key: it sets the first parameter that has it. Several nodes are',
  'named by repeating the key: `kill:who=n1,who=n2`. In a list, a `key=value` belongs to the nemesis before it, and',
  'any other word begins the next one: `kill:leader,partition:halves,ports=sync,pause` is three. What is not set is',
  'left to chance. The name of a package stands for each of its nemeses that the target can do, and `all` for those',
  'of every package.',
];

function anomalies(): string[] {
  const rows = Object.entries(ANOMALIES).map(([type, { definition, term, source }]) => [
    `\`${type}\``,
    definition,
    term,
    SOURCES[source],
  ]);
  return [
    '## Anomalies',
    '',
    'Every type that a checker of zoobreak reports. Your own checkers may report types of their own.',
    '',
    table(['type', 'definition', 'term of the field', 'source'], rows),
    '',
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
