/** The members of a run's ensemble as nemeses reach them: by sessions at the other members, once the load has begun. */
import type {
  ChangeMembers,
  ClientPlace,
  MemberAnswer,
  MemberChange,
  Members,
  NodeName,
} from '../contract.ts';

export class MembersControl implements Members {
  readonly #names: readonly NodeName[];
  /** The lines of members that left. */
  readonly #lines = new Map<NodeName, string>();
  #ask:
    | ((change: MemberChange, node: NodeName, signal: AbortSignal) => Promise<MemberAnswer>)
    | undefined;

  constructor(names: readonly NodeName[]) {
    this.#names = names;
  }

  /** `placeOf` returns where a session is opened that does without a node. */
  employ(change: ChangeMembers, placeOf: (without: NodeName) => ClientPlace): void {
    this.#ask = (wanted, node, signal) => change(placeOf(node), wanted, signal);
  }

  /** A leader that is removed may take its answer with it, so its line is read before. */
  async remove(node: NodeName, signal: AbortSignal): Promise<string | undefined> {
    const id = this.#names.indexOf(node) + 1;
    if (!this.#lines.has(node)) {
      const found = await this.#asked({ kind: 'look', id }, node, signal);
      if ('why' in found) return found.why;
      this.#lines.set(node, found.line);
    }
    const answer = await this.#asked({ kind: 'leave', id }, node, signal);
    return 'why' in answer ? answer.why : undefined;
  }

  async restore(node: NodeName, signal: AbortSignal): Promise<string | undefined> {
    const line = this.#lines.get(node);
    if (line === undefined) return undefined;
    const answer = await this.#asked({ kind: 'join', line }, node, signal);
    if ('why' in answer) return answer.why;
    this.#lines.delete(node);
    return undefined;
  }

  async #asked(change: MemberChange, node: NodeName, signal: AbortSignal): Promise<MemberAnswer> {
    return (await this.#ask?.(change, node, signal)) ?? { why: 'the load has not begun' };
  }
}
