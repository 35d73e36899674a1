/** A set of values.
 *   add, remove   value
 *   contains      value   ok: true or false
 *   read          ok: all values, in any order */
import { canonical } from './canonical.ts';
import { type Model, UnknownOperation } from './model.ts';

/** `set`: the state is the canonical texts of its values, in order. */
export const set: Model<readonly string[]> = {
  name: 'set',
  object: 'set',
  init: [],
  step: (values, op) => {
    const value = String(canonical(op.input));
    const known = op.type === 'ok';
    switch (op.f) {
      case 'add':
        return values.includes(value) ? values : [...values, value].sort();
      case 'remove':
        return values.filter(other => other !== value);
      case 'contains':
        return !known || op.output === values.includes(value) ? values : undefined;
      case 'read':
        return !known || textsOf(op.output).join() === values.join() ? values : undefined;
      default:
        throw new UnknownOperation('set', ['add', 'remove', 'contains', 'read'], op);
    }
  },
  key: values => values.join(),
  describeState: values => `{${values.join(', ')}}`,
  alike: op =>
    op.f === 'read' || op.f === 'contains'
      ? `${op.f} ${canonical(op.input)} ${op.type === 'ok' ? canonical(op.output) : ''}`
      : `${op.f} ${canonical(op.input)}`,
  partOf: ({ f, input }) => (f === 'read' ? undefined : input),
  isRead: ({ f }) => f === 'contains' || f === 'read',
};

function textsOf(output: unknown): string[] {
  return Array.isArray(output) ? output.map(value => String(canonical(value))).sort() : [];
}
