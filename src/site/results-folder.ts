/** Maps addresses below results/ to files: never to a file outside it, for any address. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { CardFile } from './card.ts';
import { compare } from './card.ts';

/** The file at `parts` below `root`, links followed; undefined where there is none, or it is outside. */
export async function fileBelow(
  root: string,
  parts: readonly string[],
): Promise<string | undefined> {
  const real = await pathBelow(root, parts);
  return real !== undefined && (await stat(real)).isFile() ? real : undefined;
}

/** The folder at `parts` below `root`, links followed; undefined where there is none, or it is outside. */
export async function folderBelow(
  root: string,
  parts: readonly string[],
): Promise<string | undefined> {
  const real = await pathBelow(root, parts);
  return real !== undefined && (await stat(real)).isDirectory() ? real : undefined;
}

async function pathBelow(root: string, parts: readonly string[]): Promise<string | undefined> {
  if (parts.some(part => part === '' || part === '.' || part === '..' || /[/\\\0]/.test(part)))
    return undefined;
  try {
    const [top, real] = await Promise.all([realpath(root), realpath(join(root, ...parts))]);
    return real.startsWith(top + sep) ? real : undefined;
  } catch {
    return undefined; // nothing there: the same answer as for what is not to be seen
  }
}

/** All files below a folder, in the order of their names; links are left out. */
export async function filesOf(folder: string): Promise<CardFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort(compare);
  return Promise.all(
    paths.map(async path => ({ path, bytes: (await stat(join(folder, path))).size })),
  );
}
