/** Finds the English in a file: comments and string literals of TypeScript, paragraphs of Markdown. */
import { SyntaxKind } from 'typescript/unstable/ast';
import { createScanner, type Scanner } from 'typescript/unstable/ast/scanner';

/** A comment, a sentence-like string literal, or a paragraph, with the line (from 1) where it starts. */
export type Text = {
  readonly kind: 'docstring' | 'comment' | 'string' | 'paragraph';
  readonly line: number;
  readonly text: string;
};

/** String literals with fewer words are keys, names and paths, not English. */
const WORDS_OF_ENGLISH = 4;

type Token = { readonly kind: SyntaxKind; readonly start: number; readonly text: string };

/** Returns the comments and the English string literals of a TypeScript source, in order. Literals joined by `+` are
 *  one text; the expressions in a template are left out. */
export function textsOfSource(source: string): Text[] {
  const lineOf = (at: number): number => source.slice(0, at).split('\n').length;
  const tokens = tokensOf(source);
  const comments = tokens.filter(isComment).map(
    ({ text, start }): Text => ({
      kind: text.startsWith('/**') ? 'docstring' : 'comment',
      line: lineOf(start),
      text: bareComment(text),
    }),
  );
  const strings = joined(tokens.filter(token => !isTrivia(token))).map(
    ({ start, text }): Text => ({
      kind: 'string',
      line: lineOf(start),
      text,
    }),
  );
  return [...comments, ...strings.filter(({ text }) => wordsIn(text) >= WORDS_OF_ENGLISH)].sort(
    (one, other) => one.line - other.line,
  );
}

/** Returns the paragraphs, list items and table cells of a Markdown document, without its code. A cell of one word is a
 *  name. */
export function textsOfMarkdown(markdown: string): Text[] {
  const texts: Text[] = [];
  let fenced = false;
  let open = false;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^\s*```/.test(line);
    if (fence) fenced = !fenced;
    const text = fence || fenced ? '' : line.replace(/`[^`]*`/g, 'CODE').trim();
    const apart = /^([-*|#>]|\d+\.)/.test(text);
    if (text === '') open = false;
    else if (text.startsWith('|'))
      texts.push(...cellsOf(text).map(cell => paragraph(index + 1, cell)));
    else if (open && !apart) append(texts, text);
    else texts.push(paragraph(index + 1, text));
    open = text !== '' && !text.startsWith('|') && !text.startsWith('#');
  }
  return texts.filter(({ text }) => text !== '');
}

/** Counts the words of `text`. */
export function wordsIn(text: string): number {
  return text.split(/\s+/).filter(word => /\w/.test(word)).length;
}

const cellsOf = (row: string): string[] => row.split('|').filter(cell => wordsIn(cell) > 1);

function paragraph(line: number, text: string): Text {
  return { kind: 'paragraph', line, text: text.replace(/^([-*>#]+|\d+\.)\s/, '').trim() };
}

function append(texts: Text[], text: string): void {
  const last = texts.at(-1);
  if (last !== undefined) texts[texts.length - 1] = { ...last, text: `${last.text} ${text}` };
}

function bareComment(text: string): string {
  return text
    .replace(/^\/\*+|\*+\/$|^\/\//g, '')
    .replace(/^\s*\* ?/gm, '')
    .trim();
}

const isComment = ({ kind }: Token): boolean =>
  kind === SyntaxKind.MultiLineCommentTrivia || kind === SyntaxKind.SingleLineCommentTrivia;
const isTrivia = (token: Token): boolean =>
  isComment(token) ||
  token.kind === SyntaxKind.WhitespaceTrivia ||
  token.kind === SyntaxKind.NewLineTrivia;
const isString = ({ kind }: Token): boolean =>
  kind === SyntaxKind.StringLiteral ||
  kind === SyntaxKind.NoSubstitutionTemplateLiteral ||
  isHead(kind) ||
  continuesTemplate(kind);
const isHead = (kind: SyntaxKind): boolean => kind === SyntaxKind.TemplateHead;
const continuesTemplate = (kind: SyntaxKind): boolean =>
  kind === SyntaxKind.TemplateMiddle || kind === SyntaxKind.TemplateTail;

/** Joins the parts of each template, and literals with nothing but `+` between them. */
function joined(tokens: readonly Token[]): Token[] {
  const texts: Token[] = [];
  const templates: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (!isString(token)) continue;
    const continued = continuesTemplate(token.kind)
      ? templates.at(-1)
      : isSum(tokens, index)
        ? texts.length - 1
        : undefined;
    const before = continued === undefined ? undefined : texts[continued];
    if (continued === undefined || before === undefined) texts.push(token);
    else texts[continued] = { ...before, text: before.text + token.text };
    if (isHead(token.kind)) templates.push(continued ?? texts.length - 1);
    if (token.kind === SyntaxKind.TemplateTail) templates.pop();
  }
  return texts;
}

const isSum = (tokens: readonly Token[], index: number): boolean => {
  const [left, plus] = tokens.slice(index - 2, index);
  return left !== undefined && isString(left) && plus?.kind === SyntaxKind.PlusToken;
};

/** Returns every token, comments included; a string's text is its value. A scanner alone cannot tell a division from a
 *  regular expression, nor the end of a template's expression from a brace. */
function tokensOf(source: string): Token[] {
  const scanner = createScanner(false, undefined, source);
  const tokens: Token[] = [];
  const braces: ('template' | 'block')[] = [];
  let before: Token | undefined;
  for (let kind = scanner.scan(); kind !== SyntaxKind.EndOfFile; kind = scanner.scan()) {
    kind = rescanned(scanner, kind, before, braces);
    if (isHead(kind)) braces.push('template');
    if (kind === SyntaxKind.OpenBraceToken) braces.push('block');
    if (kind === SyntaxKind.CloseBraceToken || kind === SyntaxKind.TemplateTail) braces.pop();
    const token = { kind, start: scanner.getTokenStart(), text: '' };
    const text = isString(token) ? scanner.getTokenValue() : scanner.getTokenText();
    tokens.push({ ...token, text });
    if (!isTrivia(token)) before = token;
  }
  return tokens;
}

function rescanned(
  scanner: Scanner,
  kind: SyntaxKind,
  before: Token | undefined,
  braces: readonly string[],
): SyntaxKind {
  if (kind === SyntaxKind.CloseBraceToken && braces.at(-1) === 'template')
    return scanner.reScanTemplateToken(false);
  const isSlash = kind === SyntaxKind.SlashToken || kind === SyntaxKind.SlashEqualsToken;
  return isSlash && !endsValue(before?.kind) ? scanner.reScanSlashToken() : kind;
}

/** Whether a slash after this token divides. */
const endsValue = (kind: SyntaxKind | undefined): boolean =>
  kind === SyntaxKind.Identifier ||
  kind === SyntaxKind.NumericLiteral ||
  kind === SyntaxKind.BigIntLiteral ||
  kind === SyntaxKind.StringLiteral ||
  kind === SyntaxKind.CloseParenToken ||
  kind === SyntaxKind.CloseBracketToken ||
  kind === SyntaxKind.CloseBraceToken ||
  kind === SyntaxKind.TemplateTail ||
  kind === SyntaxKind.NoSubstitutionTemplateLiteral ||
  kind === SyntaxKind.ThisKeyword;
