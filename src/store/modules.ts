/** modules/ of a run's folder: the source of each file of the user's own that the run used, with its digest,
 *  so that the run can be judged and repeated with the same code. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix, resolve, sep } from 'node:path';
import type { ModuleFile, StoredModule, TestPlan } from './records/plan.ts';
import { changedSource, missing, outsideModules } from './store-error.ts';

export type { ModuleFile, StoredModule } from './records/plan.ts';

/** The folder of the sources, inside a run's folder. */
const MODULES = 'modules';

/** Returns a digest in hexadecimal. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Returns what the user gave for an entry of a plan: the path of its file, or the name of a built-in one. */
export function referenceTo(
  { modules = [] }: Pick<TestPlan, 'modules'>,
  kind: StoredModule['kind'],
  entry: string,
): string {
  return modules.find(each => each.kind === kind && each.name === entry)?.path ?? entry;
}

/** Writes sources, by their paths inside modules/, into the run's folder. */
export async function writeModules(
  folder: string,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [file, text] of texts) {
    const path = join(folder, MODULES, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

/** Returns the stored sources of these modules, by their paths inside modules/.
 * @throws StoreError naming the first file that is missing or was changed. */
export async function readModules(
  folder: string,
  modules: readonly StoredModule[],
): Promise<ReadonlyMap<string, string>> {
  const files = modules.flatMap(module => [module, ...module.imports]);
  return new Map(
    await Promise.all(files.map(async each => [each.file, await read(folder, each)] as const)),
  );
}

async function read(folder: string, { file, sha256 }: ModuleFile): Promise<string> {
  const path = pathOf(folder, file);
  const text = await readFile(path, 'utf8').catch(() => {
    throw missing(path);
  });
  const found = sha256Of(text);
  if (found !== sha256) throw changedSource(path, sha256, found);
  return text;
}

/** Returns the path of a stored source. @throws StoreError where it would lie outside modules/. */
export function pathOf(folder: string, file: string): string {
  const root = resolve(folder, MODULES);
  const path = resolve(root, posix.normalize(file));
  if (path.startsWith(root + sep)) return path;
  throw outsideModules(file);
}
