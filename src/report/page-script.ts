/** The script of the pages: the modules of src/page as one, so that a page is one file.
 *
 * They import nothing but each other, by name, and no two of them have a name in common: what they
 * import is put before them, and their import and export words are left out. */
import { existsSync, readFileSync } from 'node:fs';

const IMPORT = /^import \{[^}]*\} from '\.\/([\w-]+)\.js';\n/gm;

/** @throws Error where src/page was not built. */
export function pageScript(entry: 'main' | 'runs' | 'live' = 'main'): string {
  const modules = new Map<string, string>();
  add(entry, modules);
  return [...modules.values()].join('\n');
}

/** The module of this name behind those that it imports. */
function add(name: string, modules: Map<string, string>): void {
  const source = readFileSync(pathOf(name), 'utf8');
  for (const [, imported = ''] of source.matchAll(IMPORT))
    if (!modules.has(imported)) add(imported, modules);
  modules.set(name, source.replaceAll(IMPORT, '').replaceAll(/^export (\{\};\n)?/gm, ''));
}

/** Beside this file where it is built, else where its build is. */
function pathOf(name: string): URL {
  const places = [`../page/${name}.js`, `../../dist/src/page/${name}.js`];
  const found = places.map(place => new URL(place, import.meta.url)).find(existsSync);
  if (found === undefined)
    throw new Error(`src/page/${name}.ts: expected its build; npm run build`);
  return found;
}
