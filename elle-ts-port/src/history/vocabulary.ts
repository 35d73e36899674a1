/** The names a history uses, as numbers: keys, elements, lists, functions. Shared by all its events. */
import type { Workload } from './event.ts';
import { Lists } from './lists.ts';
import { Elements, Scalars } from './scalars.ts';

export class Vocabulary {
  readonly workload: Workload;
  readonly keys: Scalars = new Scalars();
  readonly functions: Scalars = new Scalars();
  readonly elements: Elements = new Elements();
  readonly lists: Lists = new Lists(this.elements);

  constructor(workload: Workload) {
    this.workload = workload;
  }

  /** The function name of the workload's writes. */
  get writeName(): 'append' | 'w' {
    return this.workload === 'list-append' ? 'append' : 'w';
  }
}
