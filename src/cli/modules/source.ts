/** Reads the source of a user's own file, and of its relative imports. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type ModuleFile, sha256Of } from '../../store/modules.ts';

interface Source {
  readonly module: ModuleFile;
  readonly imports: readonly ModuleFile[];
  /** Sources, by path inside modules/. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads a module and its imports. They are stored below a folder named by the module's digest, with their
 * relative positions kept. */
export async function sourceOf(path: string): Promise<Source> {
  const found = new Map<string, string>();
  await collect(path, found);
  const root = commonFolder([...found.keys()]);
  const digest = sha256Of(found.get(path) ?? '').slice(0, 12);
  const placed = [...found].map(([file, text]) => ({
    file: [digest, ...relative(root, file).split(sep)].join('/'),
    text,
  }));
  const [module, ...imports] = placed.map(({ file, text }) => ({ file, sha256: sha256Of(text) }));
  if (module === undefined) throw new RangeError(`${path}: expected a source, found none`);
  return { module, imports, texts: new Map(placed.map(({ file, text }) => [file, text])) };
}

/** Adds the module first, then each import as it is found. */
async function collect(path: string, found: Map<string, string>): Promise<void> {
  const text = await readFile(path, 'utf8');
  found.set(path, text);
  for (const specifier of relativeImports(text)) {
    const file = await fileOf(resolve(dirname(path), specifier));
    if (file !== undefined && !found.has(file)) await collect(file, found);
  }
}

/** Finds `./a.ts` in `import ... from './a.ts'`, `export ... from`, `import './a.ts'` and `import('./a.ts')`. */
export function relativeImports(text: string): readonly string[] {
  const specifiers = text.matchAll(/\b(?:from|import)\s*\(?\s*(['"])(\.{1,2}\/[^'"]+)\1/g);
  return [...specifiers].flatMap(([, , specifier]) => specifier ?? []);
}

/** Returns the file behind an import: `./a.js` may be `./a.ts`, and the extension may be omitted. */
async function fileOf(path: string): Promise<string | undefined> {
  const candidates = [
    path,
    path.replace(/\.([cm]?)js$/, '.$1ts'),
    ...['.ts', '.js', '.mts', '.mjs', '.json'].map(extension => path + extension),
    ...['index.ts', 'index.js'].map(name => join(path, name)),
  ];
  for (const candidate of candidates) if (await isFile(candidate)) return candidate;
  return undefined;
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isFile(),
    () => false,
  );
}

function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths.map(dirname);
  return others.reduce((folder, other) => {
    let common = folder;
    while (common !== other && !other.startsWith(common.endsWith(sep) ? common : common + sep))
      common = dirname(common);
    return common;
  }, first);
}
