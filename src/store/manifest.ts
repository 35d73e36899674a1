/** manifest.json: the sha256 of every file of a run's folder, beside what the run was, so that whoever
 *  checks a published result later checks what was stored, bit for bit. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { nameOf, readTest, readVerdict, type TestRecord, type VerdictRecord } from './results.ts';

export const MANIFEST_FILE = 'manifest.json';

export interface Manifest {
  /** The version of the whole folder: of every file whose schema is in schemas/. */
  readonly schema: 1;
  /** `register-partition-docker` */
  readonly run: string;
  readonly valid: VerdictRecord['valid'];
  readonly seed: number;
  readonly plan: TestRecord['plan'];
  readonly versions: TestRecord['versions'];
  /** What the ensemble said of itself, the digest of its image among it. */
  readonly ensemble: TestRecord['ensemble'];
  /** By path. */
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  /** Inside the folder, with `/` between names. */
  readonly path: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** A folder that is not what its manifest says. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

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
  const path = join(folder, MANIFEST_FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(`${path}.new`, path);
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

/** The manifest, when every file that it names (and that `matters`) is as it says; undefined where the
 * folder has none, as that of a run which was killed.
 * @throws ManifestError naming the first file that is missing or was changed, and how many others are. */
export async function verifyManifest(
  folder: string,
  matters: (path: string) => boolean = () => true,
): Promise<Manifest | undefined> {
  const path = join(folder, MANIFEST_FILE);
  if (!existsSync(path)) return undefined;
  const manifest = parse(path, await readFile(path, 'utf8'));
  const wrong: string[] = [];
  for (const file of manifest.files.filter(each => matters(each.path))) {
    const why = await differenceOf(folder, file);
    if (why !== undefined) wrong.push(`${join(folder, file.path)}: ${why}`);
  }
  const [first, ...others] = wrong;
  if (first === undefined) return manifest;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  throw new ManifestError(
    `${first}${more}. It was changed after ${MANIFEST_FILE} was written: ` +
      `bring the file back, or remove ${path} to take what is there now.`,
  );
}

async function differenceOf(folder: string, expected: ManifestFile): Promise<string | undefined> {
  if (!existsSync(join(folder, expected.path)))
    return `expected ${expected.bytes} bytes with sha256 ${short(expected)}, found nothing`;
  const found = await describe(folder, expected.path);
  if (found.sha256 === expected.sha256) return undefined;
  return `expected sha256 ${short(expected)} (${expected.bytes} bytes), found ${short(found)} (${found.bytes} bytes)`;
}

function short({ sha256 }: ManifestFile): string {
  return `${sha256.slice(0, 12)}…`;
}

function parse(path: string, text: string): Manifest {
  const expected = 'expected a manifest with "schema": 1 and "files"';
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null && 'schema' in found && 'files' in found)
      if (found.schema === 1 && Array.isArray(found.files)) return found as Manifest;
  } catch (cause) {
    throw new ManifestError(`${path}: ${expected}, found what is not JSON: ${cause}`, { cause });
  }
  throw new ManifestError(`${path}: ${expected}; was it written by another version?`);
}
