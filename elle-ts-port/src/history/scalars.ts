/** Interning of what a history is about: keys, and the elements written to them. */
import { Ints } from './column.ts';
import { Pairs } from './pairs.ts';

/** A name for a value that equals another's exactly when the values are equal. */
function identity(value: unknown): unknown {
  return typeof value === 'object' && value !== null
    ? `\u0000${JSON.stringify(value, exactly)}`
    : value;
}

/** For JSON.stringify: a large integer is not the string of its digits. */
export function exactly(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `\u0000${value}` : value;
}

/** Values numbered 0.. in the order they first came. `1` and `"1"` differ. */
export class Scalars {
  readonly values: unknown[] = [];
  private readonly ids = new Map<unknown, number>();

  intern(value: unknown): number {
    const name = identity(value);
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    this.ids.set(name, this.values.length);
    return this.values.push(value) - 1;
  }
}

/**
 * Elements: a value at a key, numbered 0.. . A value is held as a code: a small
 * non-negative integer is itself, anything else is -1 - (its number among `others`).
 */
export class Elements {
  private readonly pairs = new Pairs();
  private readonly others = new Scalars();
  private readonly invocations = new Ints();

  get size(): number {
    return this.pairs.size;
  }

  codeOf(value: unknown): number {
    const small = typeof value === 'number' && value >= 0 && (value | 0) === value;
    return small ? value : -1 - this.others.intern(value);
  }

  intern(key: number, code: number): number {
    const id = this.pairs.intern(key, code);
    if (id === this.invocations.length) this.invocations.push(0);
    return id;
  }

  /** Counts an invocation that writes the element. */
  noteInvocation(element: number): void {
    this.invocations.data[element] = this.invocations.at(element) + 1;
  }

  /** How many invocations wrote the element. */
  invocationsOf(element: number): number {
    return this.invocations.at(element);
  }

  keyOf(element: number): number {
    return this.pairs.first.at(element);
  }

  /** The code of an element's value. */
  code(element: number): number {
    return this.pairs.second.at(element);
  }

  valueOf(element: number): unknown {
    const code = this.code(element);
    return code >= 0 ? code : this.others.values[-1 - code];
  }
}
