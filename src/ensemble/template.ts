/** Templates of a profile: `{{id}}`, a section `{{#members}}...{{/members}}` once for each member, and
 *  `{{^last}},{{/last}}` where a flag is not set. A small part of Mustache (mustache.5), without escapes. */

/** Values by name. A list is for sections, a flag for sections and inverted ones. */
export interface Values {
  readonly [name: string]: string | number | boolean | Values | readonly Values[];
}

/** A template that cannot be rendered. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

const TAG = /\{\{([#^/]?)([\w.]+)\}\}/g;

/** A section's tag alone on its line: the line is left out. */
const ALONE = /^[ \t]*(\{\{[#^/][\w.]+\}\})[ \t]*\n/gm;

interface Tag {
  readonly kind: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** @throws {TemplateError} where it names something unknown, or a section has no end. */
export function render(text: string, values: Values): string {
  const template = text.replaceAll(ALONE, '$1');
  const tags = [...template.matchAll(TAG)].map(
    ({ index, 0: { length }, 1: kind = '', 2: name = '' }) => ({
      ...{ kind, name },
      ...{ from: index, to: index + length },
    }),
  );
  return part(template, { tags, from: 0, to: template.length }, values);
}

/** The tags between two places of the template. */
interface Part {
  readonly tags: readonly Tag[];
  readonly from: number;
  readonly to: number;
}

function part(template: string, { tags, from, to }: Part, values: Values): string {
  const [tag, ...later] = tags;
  if (tag === undefined) return template.slice(from, to);
  const before = template.slice(from, tag.from);
  if (tag.kind === '') {
    const rest = { tags: later, from: tag.to, to };
    return before + textOf(tag.name, values) + part(template, rest, values);
  }
  const end = endOf(tag, later);
  const inner = { tags: later.slice(0, end.at), from: tag.to, to: end.tag.from };
  const rest = { tags: later.slice(end.at + 1), from: end.tag.to, to };
  const bodies = scopesOf(tag, values).map(scope => part(template, inner, scope));
  return before + bodies.join('') + part(template, rest, values);
}

/** The tag that ends a section, by the number of tags before it. */
function endOf(
  { kind, name }: Tag,
  later: readonly Tag[],
): { readonly at: number; readonly tag: Tag } {
  let open = kind === '/' ? 0 : 1;
  for (const [at, tag] of later.entries()) {
    if (tag.name !== name || tag.kind === '') continue;
    open += tag.kind === '/' ? -1 : 1;
    if (open === 0) return { at, tag };
  }
  const found = kind === '/' ? 'an end without a beginning' : 'no end';
  throw new TemplateError(`expected {{#${name}}} and {{/${name}}} in pairs, found ${found}`);
}

function scopesOf({ kind, name }: Tag, values: Values): readonly Values[] {
  const value = valueAt(name, values);
  if (typeof value === 'boolean') return value === (kind === '#') ? [values] : [];
  if (Array.isArray(value) && kind === '#') return value.map(each => ({ ...values, ...each }));
  throw new TemplateError(`expected a list or a flag in {{${kind}${name}}}, found ${typeof value}`);
}

function textOf(name: string, values: Values): string {
  const value = valueAt(name, values);
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TemplateError(`expected text in {{${name}}}, found ${namesIn(value)}`);
}

const namesIn = (value: object | boolean): string =>
  typeof value === 'object' && !Array.isArray(value)
    ? `a group of ${Object.keys(value).join(', ')}`
    : 'a list or a flag';

function valueAt(name: string, values: Values): Values[string] {
  let found: Values[string] | undefined = values;
  for (const word of name.split('.'))
    found = typeof found === 'object' ? (found as Values)[word] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(values).join(', ');
  throw new TemplateError(`expected one of ${known} in {{${name}}}, found an unknown name`);
}
