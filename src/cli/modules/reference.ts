/** Parses references to a user's own file: `./mine.ts`, or `./mine.ts#name` for one of its entries. */
import { extname } from 'node:path';

/** Tests whether a name is the path of a file: it has a slash, or the extension of a script or of data. */
export function isPath(name: string): boolean {
  const { path } = split(name);
  return /[\\/]/.test(path) || /^\.([cm]?[jt]s|ya?ml|json)$/.test(extname(path));
}

interface Reference {
  readonly path: string;
  /** The name of one of its entries; absent: all of them. */
  readonly name?: string;
}

export function split(reference: string): Reference {
  const at = reference.lastIndexOf('#');
  if (at < 0) return { path: reference };
  return { path: reference.slice(0, at), name: reference.slice(at + 1) };
}

/** A reporter, and the file that it writes to: `junit=build/junit.xml`. */
export function splitOutput(text: string): { readonly name: string; readonly file?: string } {
  const at = text.indexOf('=');
  return at < 0 ? { name: text } : { name: text.slice(0, at), file: text.slice(at + 1) };
}
