/** Says what is wrong with the value of a strike, before a run: a schedule may hold one that was written by hand. */
import type { RangeParameter, ValueFields, ValueShape } from '../src/contract.ts';
import { NODE } from './aim.ts';
import type { Refusal } from './entry.ts';

/** Where in the value it is: `.who`, `.nodes[1]`; empty for the value itself. */
export interface ValueRefusal extends Refusal {
  readonly at: string;
}

/** The shape of a number within the bounds of a parameter. */
export function quantity({ least, most }: RangeParameter): ValueShape {
  return { kind: 'number', least, most };
}

/** Undefined where the value has the shape. */
export function refusedValue(shape: ValueShape, value: unknown, at = ''): ValueRefusal | undefined {
  const refuse = (expected: string, allowed: readonly string[] = []): ValueRefusal => ({
    ...{ at, expected, allowed },
    found: textOf(value),
  });
  switch (shape.kind) {
    case 'none':
      return value === null ? undefined : refuse('no value');
    case 'word':
      return shape.words.some(word => word === value)
        ? undefined
        : refuse(oneOf(shape.words), shape.words);
    case 'text':
      return typeof value === 'string' ? undefined : refuse('a text');
    case 'number': {
      const { least, most } = shape;
      const fits = typeof value === 'number' && least <= value && value <= most;
      return fits ? undefined : refuse(`a number from ${least} to ${most}`);
    }
    case 'list':
      if (!Array.isArray(value)) return refuse('a list');
      return first(value.entries(), ([index, each]) =>
        refusedValue(shape.of, each, `${at}[${index}]`),
      );
    case 'node':
      return isNode(value) ? undefined : refuse('the name of a node such as n1');
    case 'peer':
      return isNode(value) || value === 'clients'
        ? undefined
        : refuse('the name of a node such as n1, or clients', ['clients']);
    case 'by node':
      if (!isObject(value)) return refuse('a value for each of some nodes');
      return first(Object.entries(value), ([node, each]) =>
        isNode(node)
          ? refusedValue(shape.of, each, `${at}.${node}`)
          : { at, expected: 'the name of a node such as n1', found: node },
      );
    case 'fields':
      return isObject(value) ? refusedFields(shape, value, at) : refuse(keysOf(shape.fields));
    case 'cases':
      return isObject(value)
        ? refusedCase(shape, value, at)
        : refuse(`an object with the key ${shape.key}`);
  }
}

interface Fields {
  readonly fields: ValueFields;
  readonly optional?: ValueFields;
}

type Value = Readonly<Record<string, unknown>>;

/** The case is known by the word at its key. */
function refusedCase(
  { key, cases }: Extract<ValueShape, { kind: 'cases' }>,
  value: Value,
  at: string,
): ValueRefusal | undefined {
  const word = value[key];
  const words = Object.keys(cases);
  const wanted: ValueShape = { kind: 'word', words };
  const refusal = key in value ? undefined : { at, expected: keysOf({ [key]: wanted }) };
  if (refusal !== undefined) return { ...refusal, found: textOf(value) };
  const fields = typeof word === 'string' ? cases[word] : undefined;
  if (fields === undefined || !words.includes(String(word)))
    return refusedValue(wanted, word, `${at}.${key}`);
  return refusedFields({ fields: { [key]: wanted, ...fields } }, value, at);
}

function refusedFields(
  { fields, optional = {} }: Fields,
  value: Value,
  at: string,
): ValueRefusal | undefined {
  const all = { ...fields, ...optional };
  const unknown = Object.keys(value).find(key => !Object.hasOwn(all, key));
  const allowed = Object.keys(all);
  if (unknown !== undefined) return { at, expected: keysOf(all), found: unknown, allowed };
  const missing = Object.keys(fields).find(key => !Object.hasOwn(value, key));
  if (missing !== undefined)
    return { at, expected: `the key ${missing}`, found: textOf(value), allowed: [] };
  return first(Object.entries(value), ([key, each]) => {
    const shape = all[key];
    return shape === undefined ? undefined : refusedValue(shape, each, `${at}.${key}`);
  });
}

function first<T>(
  each: Iterable<T>,
  refusalOf: (one: T) => ValueRefusal | undefined,
): ValueRefusal | undefined {
  for (const one of each) {
    const refusal = refusalOf(one);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function isNode(value: unknown): boolean {
  return typeof value === 'string' && NODE.test(value);
}

function isObject(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;
}

function keysOf(fields: ValueFields): string {
  const keys = Object.keys(fields);
  return keys.length === 1 ? `an object with the key ${keys[0]}` : `the keys ${keys.join(', ')}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
