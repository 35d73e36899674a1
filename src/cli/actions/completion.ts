/** `zoobreak completion SHELL`: a script that completes verbs, flags, and the names that flags accept. */
import { allowed, catalogue } from '../catalogue.ts';
import { EXIT, UsageError } from '../exit.ts';
import { flagOf, OPTION_KEYS } from '../options/rows.ts';
import { settingsSchema } from '../options/settings.ts';
import { didYouMean } from '../suggest.ts';
import type { Verb, VerbEntry } from '../verb.ts';
import { VERBS } from '../verbs/registry.ts';

const SHELLS = ['bash', 'zsh'] as const;

export const completion: Verb = async (terminal, _flags, [shell]) => {
  const found = SHELLS.find(each => each === shell);
  if (found === undefined)
    throw new UsageError(
      `completion: expected one of ${SHELLS.join(', ')}, found "${shell}".${didYouMean(shell ?? '', SHELLS)}`,
    );
  const script = bashScript(VERBS, valuesByFlag());
  terminal.out(
    found === 'bash' ? script : `autoload -U +X bashcompinit && bashcompinit\n${script}`,
  );
  return EXIT.valid;
};

/** Words by what stands before them. */
type Words = ReadonlyMap<string, readonly string[]>;

/** Returns the names that each flag accepts; flags that accept any text are left out. */
function valuesByFlag(): Words {
  const { names } = allowed();
  const { nemeses, servers } = catalogue();
  const schemas = settingsSchema(names);
  const values = OPTION_KEYS.map((key): [string, readonly string[]] => [
    flagOf(key),
    enumOf(schemas[key]),
  ]);
  const open: [string, readonly string[]][] = [
    ['--nemesis', nemeses.map(({ name }) => name)],
    ['--server', servers],
    ['--reporter', names.reporters],
  ];
  return new Map([...values, ...open].filter(([, words]) => words.length > 0));
}

/** Returns the members of a JSON Schema, or of its items. */
function enumOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if ('enum' in schema && Array.isArray(schema.enum)) return schema.enum.map(String);
  return 'items' in schema ? enumOf(schema.items) : [];
}

/** Completes a verb first, then after a flag with known values those values, else the flags of the verb and files. */
export function bashScript(verbs: readonly VerbEntry[], values: Words): string {
  const flags = new Map(verbs.map(verb => [verb.name, flagsOf(verb)]));
  const names = [...verbs.map(({ name }) => name), 'completion', 'help'];
  return `_zoobreak() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  if [ "$COMP_CWORD" = 1 ]; then
    words='${names.join(' ')}'
  else
    case "$before" in
${casesOf(values)}
      *) case "\${COMP_WORDS[1]}" in
${casesOf(flags)}
      esac ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _zoobreak zoobreak
`;
}

function flagsOf({ flags = [] }: VerbEntry): readonly string[] {
  const own = flags.flatMap(group => group.flags).map(({ syntax }) => syntax.split(' ')[0] ?? '');
  return [...own, '--help'];
}

function casesOf(words: Words): string {
  return [...words]
    .map(([before, after]) => `      ${before}) words='${after.join(' ')}' ;;`)
    .join('\n');
}
