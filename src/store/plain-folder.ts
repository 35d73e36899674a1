/** What a stored run may consist of. Results may come from somebody else, who can put a link or a pipe in
 * the place of a file: reading it leads elsewhere or never ends, writing to it changes what it leads to. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { notAFolder, StoreError } from './store-error.ts';

/** Returns everything below `folder`.
 * @throws StoreError if `folder` is no folder. */
export async function entriesBelow(folder: string): Promise<readonly Dirent[]> {
  if (!(await stat(folder)).isDirectory()) throw notAFolder(folder);
  return readdir(folder, { recursive: true, withFileTypes: true });
}

/** Checks that everything below `folder` is a regular file or a folder.
 * @throws StoreError naming the first thing that is not, or `folder` itself if it is no folder. */
export async function requirePlain(folder: string): Promise<void> {
  const entries = await entriesBelow(folder);
  const other = entries.find(entry => !(entry.isFile() || entry.isDirectory()));
  if (other === undefined) return;
  throw new StoreError(join(other.parentPath, other.name), {
    expected: 'a file or a folder',
    found: other.isSymbolicLink() ? 'a symbolic link' : 'a pipe, socket or device',
    remedy: 'Remove it: results are read and written without following links.',
  });
}
