/** A value as it is shown in sentences: JSON, with large integers as they are, and `nothing` for none. */
export function shown(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(shown).join(',')}]`;
  return JSON.stringify(value, withDigits) ?? 'nothing';
}

/** For JSON.stringify, which has no large integers: their digits, as a string. */
export function withDigits(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
