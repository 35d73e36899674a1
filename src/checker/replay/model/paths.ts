/** Paths of znodes: which ones are valid, and their parts. Source: PathUtils.java. */

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

export function isValidPath(path: string): boolean {
  if (path === '/') return true;
  if (!path.startsWith('/') || path.endsWith('/')) return false;
  for (let at = 1; at < path.length; at++) {
    if (isForbidden(path.charCodeAt(at))) return false;
  }
  if (!path.includes('/.') && !path.includes('//')) return true;
  return path
    .slice(1)
    .split('/')
    .every(name => name !== '' && name !== '.' && name !== '..');
}

/** Control characters, surrogates, the private use area and the specials. */
function isForbidden(char: number): boolean {
  return (
    char <= 0x1f ||
    (char >= 0x7f && char <= 0x9f) ||
    (char >= 0xd800 && char <= 0xf8ff) ||
    char >= 0xfff0
  );
}

/** Znodes that cannot be deleted. Source: DataTree.isSpecialPath. */
export function isSpecialPath(path: string): boolean {
  return (
    path === '/' ||
    path === '/zookeeper' ||
    path === '/zookeeper/quota' ||
    path === '/zookeeper/config'
  );
}
