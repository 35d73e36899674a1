/** Operations that never returned, counted by class: each may take effect once, at any time after its call.
 * Positions are in order of the first invocation. */
import { NONE, type Problem } from './problem.ts';

export class LostOperations {
  /** Their classes, by position. */
  readonly classes: Int32Array;
  /** How many were invoked so far, by position. */
  readonly available: Int32Array;
  /** Positions of which any was invoked so far: all below this. */
  begun = 0;
  readonly #position: Int32Array;

  constructor({ classes, classOf, slotOf }: Problem) {
    const lost: number[] = [];
    this.#position = new Int32Array(classes.length).fill(NONE);
    for (let op = 0; op < classOf.length; op++) {
      const operationClass = classOf[op] ?? NONE;
      if (slotOf[op] !== NONE || this.#position[operationClass] !== NONE) continue;
      this.#position[operationClass] = lost.push(operationClass) - 1;
    }
    this.classes = Int32Array.from(lost);
    this.available = new Int32Array(lost.length);
  }

  invoke(operationClass: number): void {
    const position = this.#position[operationClass] ?? NONE;
    this.available[position] = (this.available[position] ?? 0) + 1;
    this.begun = Math.max(this.begun, position + 1);
  }
}
