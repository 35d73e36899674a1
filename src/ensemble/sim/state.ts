/** What replication keeps the same on every server: the data tree and the sessions. */
import { Tree } from './tree.ts';

export class State {
  readonly tree: Tree;
  /** Sessions that were not closed, with their timeouts in milliseconds. */
  readonly sessions: Map<bigint, number>;

  constructor(tree: Tree = new Tree(), sessions: Iterable<readonly [bigint, number]> = []) {
    this.tree = tree;
    this.sessions = new Map(sessions);
  }

  copy(): State {
    return new State(this.tree.copy(), this.sessions);
  }
}
