/** Which lists are prefixes of which, and which hold what: by numbering the trie of lists depth first. */
import { type Grouping, group, grouped } from '../history/grouping.ts';
import type { Lists } from '../history/lists.ts';

/** List a is a prefix of list b exactly when entered[a] <= entered[b] < left[a]. */
export class Ancestry {
  private readonly entered: Int32Array;
  private readonly left: Int32Array;
  private readonly repeating: Uint8Array;
  /** For each element the lists that end in it. */
  private readonly endings: Grouping;

  constructor(lists: Lists, elements: number) {
    this.entered = new Int32Array(lists.size);
    this.left = new Int32Array(lists.size);
    this.repeating = new Uint8Array(lists.size);
    this.endings = grouped(lists.lasts, elements);
    this.number(lists, elements);
  }

  isPrefix(a: number, b: number): boolean {
    const at = this.entered[b] as number;
    return (this.entered[a] as number) <= at && at < (this.left[a] as number);
  }

  holds(list: number, element: number): boolean {
    return group(this.endings, element).some(ending => this.isPrefix(ending, list));
  }

  /** Whether some list holds the element. */
  isRead(element: number): boolean {
    return (this.endings.start[element] as number) < (this.endings.start[element + 1] as number);
  }

  /** Whether some list holds an element more than once. */
  get hasRepeats(): boolean {
    return this.repeating.includes(1);
  }

  /** Whether the list holds some element more than once. */
  repeats(list: number): boolean {
    return this.repeating[list] === 1;
  }

  /** Walks every key's trie, children in the order they were first read. */
  private number(lists: Lists, elements: number): void {
    const children = grouped(lists.parents, lists.size);
    const next = children.start.slice();
    const path = new Int32Array(lists.size);
    const onPath = new Int32Array(elements);
    let time = 0;
    for (let root = 0; root < lists.size; root++) {
      if (lists.parentOf(root) >= 0) continue;
      path[0] = root;
      this.entered[root] = time++;
      for (let depth = 0; depth >= 0; ) {
        const list = path[depth] as number;
        const child = next[list] as number;
        if (child < (children.start[list + 1] as number)) {
          next[list] = child + 1;
          path[++depth] = children.items[child] as number;
          this.enter(lists, path[depth] as number, time++, onPath);
        } else {
          this.leave(lists, list, time, onPath);
          depth--;
        }
      }
    }
  }

  /** `onPath` counts the elements of the current list. Never called for a root. */
  private enter(lists: Lists, list: number, time: number, onPath: Int32Array): void {
    const last = lists.lastOf(list);
    const count = onPath[last] as number;
    this.entered[list] = time;
    this.repeating[list] = count > 0 ? 1 : (this.repeating[lists.parentOf(list)] as number);
    onPath[last] = count + 1;
  }

  private leave(lists: Lists, list: number, time: number, onPath: Int32Array): void {
    const last = lists.lastOf(list);
    this.left[list] = time;
    if (last >= 0) onPath[last] = (onPath[last] as number) - 1;
  }
}
