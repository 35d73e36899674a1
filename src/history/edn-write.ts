/** Writes plain values as EDN: what JSON can say, and bigint. */
import { quoted } from '../json.ts';
import { EdnSymbol, Keyword, keyword, Tagged } from './edn-forms.ts';

/** One line of EDN. Arrays are vectors, objects are maps with keyword keys, undefined is nil.
 * @throws TypeError for a function or a symbol. */
export function writeEdn(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return Number.isSafeInteger(value) ? `${value}` : numberText(value);
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? `${value}` : `${value}N`;
    case 'boolean':
      return `${value}`;
    case 'undefined':
      return 'nil';
    case 'object':
      return value === null ? 'nil' : collection(value);
    default:
      throw new TypeError(`EDN: expected data, found a ${typeof value}`);
  }
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return '##NaN';
  if (!Number.isFinite(value)) return value > 0 ? '##Inf' : '##-Inf';
  const text = `${value}`;
  return Number.isSafeInteger(value) || /[.e]/.test(text) ? text : `${text}.0`;
}

function collection(value: object): string {
  if (value instanceof Keyword) return `:${value.name}`;
  if (value instanceof EdnSymbol) return value.name;
  if (value instanceof Tagged) return `#${value.tag} ${writeEdn(value.form)}`;
  if (Array.isArray(value)) return `[${value.map(writeEdn).join(' ')}]`;
  if (value instanceof Set) return `#{${Array.from(value, writeEdn).join(' ')}}`;
  const entries = value instanceof Map ? [...value] : Object.entries(value).map(keyed);
  return `{${entries.map(([key, member]) => `${writeEdn(key)} ${writeEdn(member)}`).join(', ')}}`;
}

/** A property whose name is no keyword stays a string. */
function keyed([name, member]: [string, unknown]): [unknown, unknown] {
  return [/^[A-Za-z*!_?<>=.-][\w*!?<>=.+-]*$/.test(name) ? keyword(name) : name, member];
}
