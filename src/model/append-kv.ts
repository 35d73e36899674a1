/** A text under each key.
 *   get      ok: the text
 *   put      value: the new text
 *   append   value: what to add at its end */
import { type Model, UnknownOperation } from './model.ts';
import { ReadTexts } from './read-texts.ts';

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
        describe: text =>
          text === reads.unread ? 'a text that nobody read' : JSON.stringify(text),
      };
    },
  };
  return model;
}
