/** A text or number that is equal for equal data: JSON, short for what is common. */
export function canonical(value: unknown): string | number {
  if (typeof value === 'number') return value;
  return (
    JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner)) ?? ''
  );
}
