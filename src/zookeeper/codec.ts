/** How a value is laid out on the wire, both ways: jute's types, and records made of them. */
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';

/** `read` throws a ProtocolError where the bytes do not fit, `write` a RangeError where the value does not. */
export interface Codec<T> {
  write(to: JuteWriter, value: T): void;
  read(from: JuteReader): T;
}

export const int: Codec<number> = {
  write: (to, value) => to.int(value),
  read: from => from.int(),
};

export const long: Codec<bigint> = {
  write: (to, value) => to.long(value),
  read: from => from.long(),
};

/** A long that counts milliseconds: a number is exact for 285,000 years. */
export const millis: Codec<number> = {
  write: (to, value) => to.long(BigInt(value)),
  read: from => from.longAsNumber(),
};

export const boolean: Codec<boolean> = {
  write: (to, value) => to.boolean(value),
  read: from => from.boolean(),
};

export const buffer: Codec<Uint8Array> = {
  write: (to, value) => to.buffer(value),
  read: from => from.buffer(),
};

export const ustring: Codec<string> = {
  write: (to, value) => to.ustring(value),
  read: from => from.ustring(),
};

/** Null is a length of -1, and not the same as empty. */
export const ustringOrNull: Codec<string | null> = {
  write: (to, value) => (value === null ? to.int(-1) : to.ustring(value)),
  read: from => from.ustringOrNull(),
};

/** No bytes at all. */
export const nothing: Codec<void> = { write: () => undefined, read: () => undefined };

export function vector<T>(item: Codec<T>): Codec<readonly T[]> {
  return {
    write(to, values) {
      to.int(values.length);
      for (const value of values) item.write(to, value);
    },
    read: from => Array.from({ length: from.count() }, () => item.read(from)),
  };
}

/** The fields one after the other, in the order they are given. */
export function record<T extends object>(
  fields: { readonly [K in keyof T]-?: Codec<T[K]> },
): Codec<T> {
  const named = Object.entries(fields) as [keyof T, Codec<T[keyof T]>][];
  return {
    write(to, value) {
      for (const [name, field] of named) field.write(to, value[name]);
    },
    read(from) {
      const value: Partial<T> = {};
      for (const [name, field] of named) value[name] = field.read(from);
      return value as T;
    },
  };
}
