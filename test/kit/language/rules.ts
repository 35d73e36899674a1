/** The rules of the house's English that a program can check. */
import { type Text, wordsIn } from './texts.ts';

/** A breach of a rule: `why` says what to write instead. */
export type Breach = { readonly line: number; readonly why: string };

/** A sentence in a help text, a claim or a document has at most this many words. */
const LONGEST_SENTENCE = 35;

const OPENINGS = /^(Of|That|Those|Whoever|Whatever|By|As|Such)\b/;

/** Words to avoid, each with its replacement. */
const WORDS: readonly (readonly [words: RegExp, instead: string])[] = [
  [/\btold\b/i, 'reported, notified, receives'],
  [/\b(go|goes|going|went|gone) on\b/i, 'continue'],
  [/\bso many\b/i, 'N, a fixed number of'],
  [/\bin vain\b/i, 'without success'],
  [/\bbut for\b/i, 'except'],
  [/\bin force\b/i, 'active'],
  [/\basked for\b/i, 'requested'],
  [/\b(whoever|whomever)\b/i, 'any process that'],
  [/\bwhatever\b/i, 'anything that'],
  [/\bsights?\b/i, 'observation'],
  [/\b(story|stories)\b/i, 'trace, history'],
  [/\b(take|takes|taken|took|taking) away\b/i, 'remove'],
  [/\b(is|are|was|were) away\b/i, 'is down'],
  [/\bby (itself|themselves)\b/i, 'automatically, alone'],
  [/\blives\b/i, 'runs'],
  [/\blife\b/i, 'lifetime'],
  [/\bmortals?\b/i, 'process'],
  [/\bat rest\b/i, 'idle'],
  [/\blooks? everywhere\b(?!-)/i, 'read from every node'],
  [/\b(a|the|this|each|every|one|first|last|final|another|no) looks?\b/i, 'read'],
];

/** Returns what is wrong with a text. Code in backticks and shapes in braces are no English. */
export function breachesOf({ kind, line, text }: Text): Breach[] {
  const prose = text.replace(/`[^`\n]*`|\{[^{}]*\}/g, 'CODE');
  const opening = kind === 'docstring' ? OPENINGS.exec(prose)?.[0] : undefined;
  const whys = [
    ...(opening === undefined
      ? []
      : [`"${opening} ..." opens a docstring: open with a verb (Returns) or a noun phrase`]),
    ...WORDS.flatMap(([words, instead]) => {
      const found = words.exec(prose)?.[0];
      return found === undefined ? [] : [`"${found}": write ${instead}`];
    }),
    ...(kind === 'string' || kind === 'paragraph' ? longSentences(prose) : []),
  ];
  return whys.map(why => ({ line, why }));
}

function longSentences(text: string): string[] {
  return text
    .split(/(?<=[.!?]["')*]*)\s+(?=\S)|\n/)
    .filter(sentence => wordsIn(sentence) > LONGEST_SENTENCE)
    .map(
      sentence =>
        `${wordsIn(sentence)} words, at most ${LONGEST_SENTENCE}: split "${sentence.trim().slice(0, 40)}..."`,
    );
}
