/** Alters one field of what a codec writes, in every tenth record. */
import type { Codec } from '../../src/zookeeper/codec.ts';

export const MANNERS = ['raised', 'emptied', 'previous'] as const;
export type Manner = (typeof MANNERS)[number];

const EVERY = 10;

interface Field {
  /** Names and indices from the record to the field, joined by dots. */
  readonly path: string;
  readonly manner: Manner;
}

/** Returns a codec that reads as the other one, and alters what it writes. */
export function altered<T>(codec: Codec<T>, { path, manner }: Field): Codec<T> {
  let count = 0;
  let previous: unknown;
  const replace = (value: unknown): unknown => {
    const before = previous;
    previous = value;
    return manner === 'previous' ? (before ?? value) : alter(value, manner);
  };
  return {
    read: from => codec.read(from),
    write(to, record) {
      const changed = at(record, path.split('.'), replace);
      codec.write(to, ++count % EVERY === 0 ? (changed as T) : record);
    },
  };
}

/** Returns a copy of the record with another value at the path; the record itself where it has no such field. */
function at(
  record: unknown,
  [name, ...names]: readonly string[],
  replace: (value: unknown) => unknown,
): unknown {
  if (name === undefined) return replace(record);
  if (typeof record !== 'object' || record === null || !Object.hasOwn(record, name)) return record;
  const inner = at(Reflect.get(record, name), names, replace);
  if (!Array.isArray(record)) return { ...record, [name]: inner };
  return record.map((value, index) => (index === Number(name) ? inner : value));
}

function alter(value: unknown, manner: Exclude<Manner, 'previous'>): unknown {
  const isRaised = manner === 'raised';
  if (typeof value === 'number') return isRaised ? value + 1 : 0;
  if (typeof value === 'bigint') return isRaised ? value + 1n : 0n;
  if (typeof value === 'string') return isRaised ? `${value}1` : '';
  if (value instanceof Uint8Array)
    return isRaised ? Uint8Array.of(...value, 1) : value.subarray(0, 0);
  if (Array.isArray(value)) return isRaised ? [...value, ...value.slice(0, 1)] : [];
  return value;
}
