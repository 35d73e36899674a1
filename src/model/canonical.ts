/** A text or number that is equal for equal data, and for no other: JSON, short for what is common. */
export function canonical(value: unknown): string | number {
  return typeof value === 'number' ? value : textOf(value);
}

/** Returns the JSON of a value, with the names of objects in one order. Values that JSON lacks are written
 * otherwise: `5n`, and maps and sets by their members, in their order. Empty for a function or undefined. */
function textOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return `${value}`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object') return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) return listText(value);
  if (value instanceof Map) return `Map${listText([...value])}`;
  if (value instanceof Set) return `Set${listText([...value])}`;
  return 'toJSON' in value ? JSON.stringify(value) : objectText(value);
}

function listText(members: readonly unknown[]): string {
  return `[${members.map(inner => textOf(inner) || 'null').join(',')}]`;
}

function objectText(value: object): string {
  const members = Object.entries(value).map(([name, inner]) => [name, textOf(inner)] as const);
  const known = members.filter(([, text]) => text !== '');
  return `{${known
    .sort(byName)
    .map(([name, text]) => `${JSON.stringify(name)}:${text}`)
    .join()}}`;
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1;
}
