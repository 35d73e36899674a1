/** The mutants of the sim's own code: each condition negated, each comparison off by one, each `+ 1`
 *  dropped, each early return dropped, each message dropped once. Found in the built JavaScript. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';

/** What stands for the machine and not for ZooKeeper: a change there is another network, clock or disk. */
const ENVIRONMENT: ReadonlySet<string> = new Set([
  'client-connection.js',
  'dial.js',
  'disk-trouble.js',
  'disk.js',
  'disturbances.js',
  'four-letter-words.js',
  'machine.js',
  'model-ensemble.js',
  'model-node.js',
  'network.js',
  'server-room.js',
  'stream.js',
  'target.js',
  'timeline.js',
  'unmodelled.js',
  'virtual-clock.js',
  'wall-clock.js',
  'wiring.js',
]);

/** Methods that pass something on to a client or another server. */
const SENDS: ReadonlySet<string> = new Set([
  'send',
  'tell',
  'fire',
  'done',
  'reply',
  'applied',
  'touch',
]);
/** The occurrence of a message that is dropped. */
const DROPPED = 10;

const OPPOSITE: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
};

/** Bytes of the source to replace. */
interface SourceMutant {
  /** `FILE~LINE~WHAT`, with a number where a line has several. */
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Ids of all mutants of the built files in that folder. */
export function sourceMutants(folder: URL): readonly string[] {
  const files = readdirSync(folder).filter(
    name => /^(?!bugs?[.-]).*\.js$/.test(name) && !ENVIRONMENT.has(name),
  );
  return files.flatMap(file => {
    const source = readFileSync(new URL(file, folder), 'utf8');
    return mutantsOf(file, source).map(({ id }) => id);
  });
}

/** Returns the source with the mutant in it. @throws RangeError where it has no such mutant. */
export function mutated(file: string, source: string, id: string): string {
  const mutant = mutantsOf(file, source).find(each => each.id === id);
  if (mutant === undefined) throw new RangeError(`expected a mutant of ${file}, found ${id}`);
  const bytes = Buffer.from(source);
  const before = bytes.subarray(0, mutant.from).toString();
  return `let $sent = 0;${before}${mutant.text}${bytes.subarray(mutant.to).toString()}`;
}

export function mutantsOf(file: string, source: string): readonly SourceMutant[] {
  const found: Found[] = [];
  const text = new SourceText(source);
  visit(parseSync(source, { syntax: 'ecmascript', target: 'es2022' }), node => {
    found.push(...changesOf(node, text));
  });
  const counts = new Map<string, number>();
  return found.map(({ what, from, to, text: changed }) => {
    const name = `${file}~${text.lineOf(from)}~${what}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { id: count === 1 ? name : `${name}~${count}`, from, to, text: changed };
  });
}

interface Found extends Omit<SourceMutant, 'id'> {
  readonly what: string;
}

/** A node of the syntax tree, as far as it is looked at. */
type Node = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly span: { readonly start: number; readonly end: number };
};

/** The parser counts bytes, from 1. */
class SourceText {
  readonly #bytes: Buffer;

  constructor(source: string) {
    this.#bytes = Buffer.from(source);
  }

  span({ span }: Node): readonly [number, number] {
    return [span.start - 1, span.end - 1];
  }

  of(node: Node): string {
    return this.#bytes.subarray(...this.span(node)).toString();
  }

  lineOf(at: number): number {
    return this.#bytes.subarray(0, at).toString().split('\n').length;
  }
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) visit(each, see);
  else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) see(value);
    for (const inner of Object.values(value)) visit(inner, see);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'span' in value;
}

function changesOf(node: Node, text: SourceText): readonly Found[] {
  switch (node.type) {
    case 'IfStatement':
      return [...negated(node.test, text), ...returnDropped(node, text)];
    case 'ConditionalExpression':
      return negated(node.test, text);
    case 'BinaryExpression':
      return [...otherOperator(node, text), ...oneDropped(node, text)];
    case 'UpdateExpression':
      return replaced(
        node,
        text,
        'uncounted',
        String(isNode(node.argument) && text.of(node.argument)),
      );
    case 'ExpressionStatement':
      return sendDropped(node.expression, text);
    case 'ArrowFunctionExpression':
      return sendDropped(node.body, text);
  }
  return [];
}

function replaced(node: unknown, text: SourceText, what: string, by: string): readonly Found[] {
  if (!isNode(node)) return [];
  const [from, to] = text.span(node);
  return [{ what, from, to, text: by }];
}

function negated(test: unknown, text: SourceText): readonly Found[] {
  const isComparison =
    isNode(test) && test.type === 'BinaryExpression' && /^[!=]==$/.test(String(test.operator));
  return isNode(test) && !isComparison
    ? replaced(test, text, 'negated', `!(${text.of(test)})`)
    : [];
}

function otherOperator(node: Node, text: SourceText): readonly Found[] {
  const { operator, left, right } = node;
  const opposite = OPPOSITE[String(operator)];
  if (opposite === undefined || !isNode(left) || !isNode(right)) return [];
  const changed = `(${text.of(left)}) ${opposite} (${text.of(right)})`;
  return replaced(node, text, `${operator} to ${opposite}`, `(${changed})`);
}

function oneDropped({ operator, left, right, ...node }: Node, text: SourceText): readonly Found[] {
  const isOne = isNode(right) && right.value === 1 && /^[+-]$/.test(String(operator));
  return isOne && isNode(left) ? replaced(node, text, `${operator} 1 dropped`, text.of(left)) : [];
}

/** The last statement of what an if does, where it leaves. */
function returnDropped({ consequent, alternate }: Node, text: SourceText): readonly Found[] {
  if (!isNode(consequent) || isNode(alternate)) return [];
  const statements = consequent.type === 'BlockStatement' ? consequent.stmts : [consequent];
  const last: unknown = Array.isArray(statements) ? statements.at(-1) : undefined;
  const leaves = isNode(last) && /^(Return|Continue)Statement$/.test(last.type);
  return leaves ? replaced(last, text, 'return dropped', ';') : [];
}

function sendDropped(call: unknown, text: SourceText): readonly Found[] {
  if (!isNode(call)) return [];
  const inner = call.type === 'OptionalChainingExpression' ? call.base : call;
  if (!isNode(inner) || inner.type !== 'CallExpression' || !isNode(inner.callee)) return [];
  const { property } = inner.callee;
  const name = String(isNode(property) ? (property.value ?? nameIn(property)) : '');
  if (!SENDS.has(name)) return [];
  return replaced(call, text, `${name} dropped`, `(++$sent === ${DROPPED} || ${text.of(call)})`);
}

/** The name of `#name`. */
function nameIn({ id }: Node): unknown {
  return isNode(id) ? id.value : undefined;
}
