/** manifest.json: the sha256 of every file of a run's folder, and what the run was, so that anybody who
 * checks a published result later checks what was stored, bit for bit. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { nameOf } from './identity.ts';
import { requirePlain } from './plain-folder.ts';
import { readRecordIfAny, writeJson } from './record-file.ts';
import type { Manifest, ManifestFile } from './records/manifest.ts';
import { FILES, readTest, readVerdict } from './results.ts';
import { StoreError } from './store-error.ts';

export type { Manifest } from './records/manifest.ts';

export const MANIFEST_FILE = 'manifest.json';

/** Writes the manifest of a run that was judged, over all files that its folder has now. */
export async function writeManifest(folder: string): Promise<void> {
  const [test, verdict] = await Promise.all([readTest(folder), readVerdict(folder)]);
  const { plan, versions, ensemble } = test;
  const files: ManifestFile[] = [];
  for (const path of await pathsIn(folder)) files.push(await describe(folder, path));
  const manifest: Manifest = {
    schema: 1,
    run: nameOf(plan),
    valid: verdict.valid,
    seed: plan.seed,
    plan,
    versions,
    ensemble,
    files,
  };
  await writeJson(join(folder, MANIFEST_FILE), manifest);
}

/** Removes the files at `paths` (inside the folder) from it and from its manifest, so that those that stay
 * are still compared with the sha256 they were stored with. Files that are gone already are no error. */
export async function dropFiles(folder: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(join(folder, path), { force: true });
  const manifest = await readManifest(folder);
  if (manifest === undefined) return;
  const files = manifest.files.filter(file => existsSync(join(folder, file.path)));
  await writeJson(join(folder, MANIFEST_FILE), { ...manifest, files });
}

/** All files below the folder but the manifest, in one order everywhere. */
async function pathsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter(path => path !== MANIFEST_FILE)
    .sort();
}

async function describe(folder: string, path: string): Promise<ManifestFile> {
  const whole = join(folder, path);
  const hash = createHash('sha256');
  await pipeline(createReadStream(whole), hash);
  return { path, bytes: (await stat(whole)).size, sha256: hash.digest('hex') };
}

/** What a run that passed may do without: its logs, and what can be made again from its history. */
const SPARED: readonly string[] = [FILES.nodes, FILES.log, FILES.edn];

/** Keeps the plan, the history and the reports of the run at `folder`. */
export async function keepHistoryAndReports(folder: string): Promise<void> {
  for (const name of SPARED) await rm(join(folder, name), { recursive: true, force: true });
  await writeManifest(folder);
}

/** Returns the manifest when every file that it names (and that `matters`) is as it says; undefined where
 * the folder has no manifest, as that of a run which was killed.
 * @throws StoreError where it holds more than files and folders; or naming the first file that is missing or
 * was changed, and how many others are. */
export async function verifyManifest(
  folder: string,
  matters: (path: string) => boolean = () => true,
): Promise<Manifest | undefined> {
  await requirePlain(folder);
  const manifest = await readManifest(folder);
  if (manifest === undefined) return undefined;
  const wrong: Difference[] = [];
  for (const file of manifest.files.filter(each => matters(each.path))) {
    const found = await foundInstead(folder, file);
    if (found !== undefined) wrong.push({ file, found });
  }
  const [first] = wrong;
  if (first !== undefined) throw changed(folder, first, wrong.length - 1);
  return manifest;
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  const { manifestSchema } = await import('./records/manifest.ts');
  return readRecordIfAny(join(folder, MANIFEST_FILE), manifestSchema);
}

/** A file of the manifest, and what is there instead. */
interface Difference {
  readonly file: ManifestFile;
  readonly found: string;
}

async function foundInstead(folder: string, expected: ManifestFile): Promise<string | undefined> {
  if (!existsSync(join(folder, expected.path))) return 'nothing';
  const found = await describe(folder, expected.path);
  return found.sha256 === expected.sha256 ? undefined : contentText(found);
}

function changed(folder: string, { file, found }: Difference, others: number): StoreError {
  const more = others > 0 ? ` (and ${others} more)` : '';
  return new StoreError(join(folder, file.path), {
    expected: contentText(file),
    found: `${found}${more}`,
    remedy:
      `It was changed after ${MANIFEST_FILE} was written: ` +
      `bring the file back, or remove ${join(folder, MANIFEST_FILE)} to take what is there now.`,
  });
}

function contentText({ sha256, bytes }: ManifestFile): string {
  return `sha256 ${sha256.slice(0, 12)}… (${bytes} bytes)`;
}
