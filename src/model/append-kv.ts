/** A text under each key.
 *  get      ok: the text
 *  put      value: the new text
 *  append   value: what to add at its end */
import { lowerBound } from '../lower-bound.ts';
import { type Model, UnknownOperation } from './model.ts';

/** `append-kv`; the text is empty at first where `initial` is no text. */
export function appendKv(initial: unknown): Model<string> {
  const init = typeof initial === 'string' ? initial : '';
  const model: Model<string> = {
    name: 'append-kv',
    init,
    step: (text, op) => {
      if (op.f === 'put') return String(op.input);
      if (op.f === 'append') return text + String(op.input);
      if (op.f !== 'get') throw new UnknownOperation('append-kv', ['get', 'put', 'append'], op);
      return op.type !== 'ok' || op.output === text ? text : undefined;
    },
    key: text => text,
    isRead: op => op.f === 'get',
    overwrites: op => op.f === 'put',
    knowing: operations => {
      const outputs = operations.map(({ output }) => output);
      const reads = new ReadTexts(outputs.filter(output => typeof output === 'string'));
      return {
        ...model,
        step: (text, op) => {
          const after = model.step(text, op);
          return after === undefined ? undefined : reads.reduced(after);
        },
        describeState: text =>
          text === reads.unread ? 'a text that nobody read' : JSON.stringify(text),
      };
    },
  };
  return model;
}

/** The texts that a history read. A text that is no prefix of a read text is never read, regardless of later
 * appends, so all such texts are one state. */
class ReadTexts {
  readonly #sorted: readonly string[];
  /** Stands for all that is never read; longer than all that was. */
  readonly unread: string;

  constructor(texts: Iterable<string>) {
    this.#sorted = [...new Set(texts)].sort();
    this.unread = '…'.repeat(1 + Math.max(0, ...this.#sorted.map(({ length }) => length)));
  }

  /** The text, or `unread`. */
  reduced(text: string): string {
    return this.#isBeginning(text) ? text : this.unread;
  }

  #isBeginning(text: string): boolean {
    const first = this.#sorted[lowerBound(this.#sorted, known => known >= text)];
    return first?.startsWith(text) ?? false;
  }
}
