/** A text under each key.
 *   get      ok: the text
 *   put      value: the new text
 *   append   value: what to add at its end */
import { type Model, UnknownOperation } from './model.ts';

/** `append-kv`; the text is empty at first where `initial` is no text. */
export function appendKv(initial: unknown): Model<string> {
  return {
    name: 'append-kv',
    init: typeof initial === 'string' ? initial : '',
    step: (text, op) => {
      if (op.f === 'put') return String(op.input);
      if (op.f === 'append') return text + String(op.input);
      if (op.f !== 'get') throw new UnknownOperation('append-kv', ['get', 'put', 'append'], op);
      return op.type !== 'ok' || op.output === text ? text : undefined;
    },
    key: text => text,
    isRead: op => op.f === 'get',
    overwrites: op => op.f === 'put',
  };
}
