/** The text that names a nemesis and aims it: `kill`, `kill:leader`, `slow:to=followers,ms=50..200`.
 *  After the colon stand words and `key=value` pairs between commas; a word needs no key where one parameter has it. */
import type { Aim, AimValue, Parameter, RangeParameter, WordParameter } from '../src/contract.ts';
import type { NemesisEntry, Refusal } from './entry.ts';

export interface Named {
  /** The name of an entry, or the path of a file. */
  readonly name: string;
  /** What follows the colon; undefined where there is none. */
  readonly aim: string | undefined;
}

/** Separates the name from what follows the colon; a colon inside a path is part of the name. */
export function splitAim(text: string): Named {
  const path = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'), 0);
  const at = text.indexOf(':', path);
  return at < 0
    ? { name: text, aim: undefined }
    : { name: text.slice(0, at), aim: text.slice(at + 1) };
}

/** The text of which `splitAim` makes this. */
export function joinAim({ name, aim }: Named): string {
  return aim === undefined ? name : `${name}:${aim}`;
}

/** The name of a node, as every target gives it. */
export const NODE: RegExp = /^n[1-9]\d*$/;

type Takes = Pick<NemesisEntry, 'name' | 'takes' | 'refuses'>;

/** Returns what the text after the colon sets, or what is wrong with it. */
export function parseAim(
  { name, takes = [], refuses }: Takes,
  text: string | undefined,
): Aim | Refusal {
  if (text === undefined) return new Map();
  if (takes.length === 0) return { expected: `nothing after ${name}`, found: text };
  const given = new Map<string, AimValue>();
  for (const part of text.split(',')) {
    const read = readPart(part.trim(), takes);
    if ('expected' in read) return read;
    const { name: key } = read.parameter;
    const before = given.get(key);
    if (before !== undefined && !(isNodes(before) && isNodes(read.value)))
      return { expected: `${key} once`, found: text };
    given.set(
      key,
      isNodes(before) && isNodes(read.value) ? [...before, ...read.value] : read.value,
    );
  }
  return refuses?.(given) ?? given;
}

export function isRefusal(parsed: Aim | Refusal): parsed is Refusal {
  return 'expected' in parsed;
}

function isNodes(value: AimValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every(word => NODE.test(word));
}

interface Part {
  readonly parameter: Parameter;
  readonly value: AimValue;
}

function readPart(part: string, takes: readonly Parameter[]): Part | Refusal {
  const at = part.indexOf('=');
  if (at < 0) return readWord(part, takes);
  const [key, value] = [part.slice(0, at), part.slice(at + 1)];
  const parameter = takes.find(({ name }) => name === key);
  if (parameter !== undefined) return readValue(value, parameter);
  const keys = takes.map(({ name }) => name);
  return { expected: `one of ${keys.join(', ')} before the =`, found: key, allowed: keys };
}

/** A word alone means the first parameter that has it. */
function readWord(word: string, takes: readonly Parameter[]): Part | Refusal {
  const wordy = takes.filter(parameter => parameter.kind === 'word');
  const parameter = wordy.find(each => accepts(each, word));
  if (parameter !== undefined) return { parameter, value: [word] };
  const keys = takes.map(({ name }) => `${name}=...`);
  const words = wordy.flatMap(each => each.words);
  return {
    expected: `one of ${[...words, ...nodesOf(wordy), ...keys].join(', ')}`,
    found: word,
    allowed: words,
  };
}

const nodesOf = (wordy: readonly WordParameter[]): readonly string[] =>
  wordy.some(({ nodes }) => nodes) ? ['the name of a node such as n1'] : [];

const accepts = ({ words, nodes }: WordParameter, word: string): boolean =>
  words.includes(word) || (nodes === true && NODE.test(word));

function readValue(text: string, parameter: Parameter): Part | Refusal {
  if (parameter.kind === 'range') return readRange(text, parameter);
  if (accepts(parameter, text)) return { parameter, value: [text] };
  const { name, words } = parameter;
  const expected = `${name} to be one of ${[...words, ...nodesOf([parameter])].join(', ')}`;
  return { expected, found: text, allowed: words };
}

function readRange(text: string, parameter: RangeParameter): Part | Refusal {
  const { name, unit, least, most } = parameter;
  const [, first, , last] = /^(\d+(?:\.\d+)?)(\.\.(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  const from = Number(first);
  const to = last === undefined ? from : Number(last);
  if (first !== undefined && least <= from && from <= to && to <= most)
    return { parameter, value: { least: from, most: to } };
  const expected = `${name} in ${unit}, from ${least} to ${most}, as a number or a range such as ${least}..${most}`;
  return { expected, found: text };
}

/** Returns the word that was given, or undefined. */
export function wordIn(aim: Aim | undefined, name: string): string | undefined {
  return wordsIn(aim, name)[0];
}

/** Returns the word or the names of nodes that were given; empty where none were. */
export function wordsIn(aim: Aim | undefined, name: string): readonly string[] {
  const value = aim?.get(name);
  return value !== undefined && 'length' in value ? value : [];
}

/** Returns the range that was given, or `usual`. */
export function rangeIn(
  aim: Aim | undefined,
  name: string,
  usual: { readonly least: number; readonly most: number },
): { readonly least: number; readonly most: number } {
  const value = aim?.get(name);
  return value !== undefined && 'least' in value ? value : usual;
}
