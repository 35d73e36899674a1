/** The words of the notation: their grammar, apart from what they mean in a history (notation.ts). */
import type { CompletionType } from '../../src/history/event.ts';

/** Half of an operation, or all of it. */
export interface OperationWord {
  readonly kind: 'operation';
  readonly key?: string;
  readonly process: number;
  readonly f: string;
  readonly invokes: boolean;
  /** How it returns, if it does. */
  readonly completes?: CompletionType;
  readonly argument?: unknown;
  /** What is written after `>`. */
  readonly result?: unknown;
  readonly error?: string;
  readonly zxid?: bigint;
}

interface NemesisWord {
  readonly kind: 'nemesis';
  readonly f: string;
  readonly invokes: boolean;
}

interface TimeWord {
  readonly kind: 'time';
  readonly ms: number;
  /** Counted from the event before, not from the start. */
  readonly later: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  r: 'read',
  w: 'write',
  c: 'cas',
  a: 'acquire',
  z: 'release',
  e: 'enqueue',
  d: 'dequeue',
};
const MARKS: Readonly<Record<string, Pick<OperationWord, 'invokes' | 'completes'>>> = {
  '(': { invokes: true },
  '=': { invokes: true, completes: 'ok' },
  ')': { invokes: false, completes: 'ok' },
  '!': { invokes: false, completes: 'fail' },
  '?': { invokes: false, completes: 'info' },
};
const OPERATION =
  /^(?:(?<key>[\w-]+)\/)?(?<process>\d+)(?<mark>[()!?=])(?<name>[\w-]+)(?:\.(?<error>\w+))?(?::(?<argument>[^\s@>]+))?(?:>(?<result>[^\s@>]+))?(?:@(?<zxid>\d+))?$/;
const NEMESIS = /^\*(?<mark>\(?)(?<f>[\w-]+)$/;
const TIME = /^(?<later>\+?)(?<count>[\d.]+)(?<unit>s|ms)$/;

export function wordOf(text: string): OperationWord | NemesisWord | TimeWord {
  const time = TIME.exec(text)?.groups;
  if (time) return timeOf(time);
  const nemesis = NEMESIS.exec(text)?.groups;
  if (nemesis) return { kind: 'nemesis', f: nemesis.f ?? '', invokes: nemesis.mark === '(' };
  return operationOf(OPERATION.exec(text)?.groups ?? wrong(text));
}

type Groups = Readonly<Record<string, string | undefined>>;

function timeOf({ later, count, unit }: Groups): TimeWord {
  return { kind: 'time', ms: Number(count) * (unit === 's' ? 1000 : 1), later: later === '+' };
}

function operationOf({ process, mark = '', name = '', ...rest }: Groups): OperationWord {
  const { key, error, argument, result, zxid } = rest;
  return {
    kind: 'operation',
    process: Number(process),
    f: NAMES[name] ?? name,
    ...(MARKS[mark] ?? { invokes: false }),
    ...(key !== undefined && { key }),
    ...(error !== undefined && { error }),
    ...(argument !== undefined && { argument: argumentOf(argument) }),
    ...(result !== undefined && { result: argumentOf(result) }),
    ...(zxid !== undefined && { zxid: BigInt(zxid) }),
  };
}

function argumentOf(text: string): unknown {
  const parts = partsOf(text);
  if (parts.length > 1) return parts.map(argumentOf);
  if (text.startsWith('[') && text.endsWith(']'))
    return text === '[]' ? [] : partsOf(text.slice(1, -1)).map(argumentOf);
  if (text === 'nil') return null;
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

/** Splits a text at the commas outside of brackets. */
function partsOf(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    depth += letter === '[' ? 1 : letter === ']' ? -1 : 0;
    if (letter === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop()}${letter}`);
  }
  return parts;
}

function wrong(text: string): never {
  throw new Error(
    `notation: expected PROCESS MARK F[:ARGUMENT] such as 0(w:1, *F, or a time such as +2s, found ${text}`,
  );
}
