/** Paths of znodes. */

/** The path of the parent; the root has none. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === 0 ? '/' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Paths that no client can delete. Source: DataTree.isSpecialPath. */
const SPECIAL: ReadonlySet<string> = new Set([
  '/',
  '/zookeeper',
  '/zookeeper/config',
  '/zookeeper/quota',
]);

/** Whether a request may name the path of a znode to create: its parent can be found in the path.
 *  Source: PrepRequestProcessor.validatePathForCreate. */
export function hasParent(path: string): boolean {
  return path.includes('/') && !path.includes('\0');
}

/** Whether a request may name the path of a znode to delete. Source: PrepRequestProcessor.getParentPathAndValidate. */
export function isDeletable(path: string): boolean {
  return hasParent(path) && !SPECIAL.has(path);
}

/** Whether ZooKeeper takes it: absolute, no empty, `.` or `..` parts, no control characters. Source: PathUtils.java. */
export function isPath(path: string): boolean {
  if (path === '/') return true;
  const parts = path.split('/');
  return parts.length > 1 && parts[0] === '' && parts.slice(1).every(part => isName(part));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what ZooKeeper refuses
const REFUSED = /[\u0000-\u001f\u007f-\u009f\ud800-\uf8ff\ufff0-\uffff]/;

function isName(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && !REFUSED.test(part);
}
