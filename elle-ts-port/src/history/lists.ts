/**
 * All lists that were read, as one trie: a list is a node, its parent is the list without the last
 * element, each key has a root (its empty list). So equal lists are equal numbers, and reads that
 * agree cost one chain of nodes however often they were made.
 */
import { Ints } from './column.ts';
import { Pairs } from './pairs.ts';
import type { Elements } from './scalars.ts';

const NONE = -1;

export class Lists {
  /** Pairs (parent, element); a root is the pair (-1 - key, -1). */
  private readonly nodes = new Pairs();
  private readonly depths = new Ints();
  /** The first child made, where the next element of an agreeing read is found without hashing. */
  private readonly children = new Ints();
  private readonly elements: Elements;
  /** How many of the lists are empty ones. */
  roots = 0;

  constructor(elements: Elements) {
    this.elements = elements;
  }

  get size(): number {
    return this.nodes.size;
  }

  /** The empty list of a key. */
  root(key: number): number {
    return this.node(-1 - key, NONE);
  }

  /** The list that a read returned. */
  intern(key: number, values: readonly unknown[]): number {
    let list = this.root(key);
    for (const value of values) list = this.extend(list, key, this.elements.codeOf(value));
    return list;
  }

  /** The list with one more element, given as the code of its value. */
  extend(list: number, key: number, code: number): number {
    const child = this.children.at(list);
    const agrees = child !== NONE && this.elements.code(this.lastOf(child)) === code;
    return agrees ? child : this.node(list, this.elements.intern(key, code));
  }

  /** `parentOf` of each list. */
  get parents(): Int32Array {
    return this.nodes.first.rows();
  }

  /** `lastOf` of each list. */
  get lasts(): Int32Array {
    return this.nodes.second.rows();
  }

  /** The list without its last element; of a root, -1 - key. */
  parentOf(list: number): number {
    return this.nodes.first.at(list);
  }

  /** The last element, or -1 of an empty list. */
  lastOf(list: number): number {
    return this.nodes.second.at(list);
  }

  /** The number of elements. */
  lengthOf(list: number): number {
    return this.depths.at(list);
  }

  /** The elements, first to last. */
  elementsOf(list: number): Int32Array {
    const found = new Int32Array(this.lengthOf(list));
    for (let i = found.length - 1, at = list; i >= 0; i--, at = this.parentOf(at)) {
      found[i] = this.lastOf(at);
    }
    return found;
  }

  valuesOf(list: number): unknown[] {
    return Array.from(this.elementsOf(list), element => this.elements.valueOf(element));
  }

  private node(parent: number, element: number): number {
    const id = this.nodes.intern(parent, element);
    if (id < this.depths.length) return id;
    this.depths.push(parent < 0 ? 0 : this.depths.at(parent) + 1);
    this.children.push(NONE);
    if (parent < 0) this.roots++;
    else if (this.children.at(parent) === NONE) this.children.data[parent] = id;
    return id;
  }
}
