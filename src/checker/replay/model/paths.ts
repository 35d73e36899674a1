/** Paths of znodes: which ones are valid, and their parts. Source: PathUtils.java. */

/** The znode that shows the members of the ensemble; its changes are no requests of clients. */
export const CONFIG = '/zookeeper/config';

/** Returns the path of the parent as the server computes it: everything before the last slash. */
export function parentOf(path: string): string {
  const parent = path.slice(0, path.lastIndexOf('/'));
  return parent === '' ? '/' : parent;
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Tests whether a path has a parent that the server can look up: delete and create check no more at first. */
export function hasParent(path: string): boolean {
  return path.includes('/') && !path.includes('\0');
}

/** `forbidsEdges`: the bounds of the forbidden ranges are forbidden themselves. */
export function isValidPath(path: string, forbidsEdges: boolean): boolean {
  if (path === '/') return true;
  if (!path.startsWith('/') || path.endsWith('/')) return false;
  for (let at = 1; at < path.length; at++) {
    if (isForbidden(path.charCodeAt(at), forbidsEdges ? 0 : 1)) return false;
  }
  if (!path.includes('/.') && !path.includes('//')) return true;
  return path
    .slice(1)
    .split('/')
    .every(name => name !== '' && name !== '.' && name !== '..');
}

/** Zero, control characters, surrogates with the private use area, and the specials. */
function isForbidden(char: number, margin: number): boolean {
  if (char > 0x1f && char < 0x7f) return false;
  if (char === 0) return true;
  return ranges.some(([first, last]) => char >= first + margin && char <= last - margin);
}

const ranges = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xd800, 0xf8ff],
  [0xfff0, 0xffff],
] as const;

/** Znodes that cannot be deleted. Source: DataTree.isSpecialPath. */
export function isSpecialPath(path: string): boolean {
  return path === '/' || path === '/zookeeper' || path === '/zookeeper/quota' || path === CONFIG;
}
